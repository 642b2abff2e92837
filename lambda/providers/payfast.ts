import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'payfast',
  name: 'PayFast (ZA) ITN',
  category: 'payments-africa',
  confidence: 'high',
  docs: {
    url: 'https://developers.payfast.co.za/docs#step_4_confirm_payment',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'digest',
    algorithm: 'md5',
    form: 'signature',
    encoding: 'hex',
    signed: [
      {
        pairs: 'form',
        order: 'received',
        omit: ['signature'],
        assign: '=',
        join: '&',
        encoded: true,
      },
      '&passphrase={secret|url-encode}',
    ],
    allowWeakAlgorithm: true,
  },
  eventType: { form: 'payment_status' },
  operations: { response: '200 first, then verify' },
  notes: [
    'MD5; order-sensitive: a parsed/re-sorted map cannot be verified',
    'A passphrase must be set in the PayFast dashboard; without one the digest holds no secret.',
    'After the checks PayFast asks receivers to post the same fields to its /eng/query/validate page and to expect VALID.',
  ],
  evidence: ['Payfast PrestaShop module', '5 independent PHP implementations'],
  sample: {
    eventType: 'COMPLETE',
    form: {
      m_payment_id: 'order-1',
      pf_payment_id: '{id}',
      payment_status: '{type}',
      amount_gross: '200.00',
    },
  },
};
