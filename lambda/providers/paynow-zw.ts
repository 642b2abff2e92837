import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'paynow-zw',
  name: 'Paynow Zimbabwe',
  category: 'payments-africa',
  confidence: 'high',
  docs: { url: 'https://developers.paynow.co.zw/docs/status_update.html', checked: '2026-11-23' },
  signature: {
    kind: 'digest',
    algorithm: 'sha512',
    form: 'hash',
    encoding: 'hex',
    secretTransform: 'lower',
    signed: [{ pairs: 'form', order: 'received', omit: ['hash'], join: '' }, '{secret}'],
  },
  eventType: { form: 'status' },
  evidence: ['paynow@2.2.2 (machine-verified: SDK lower-cases the key)'],
  sample: {
    eventType: 'Paid',
    form: { reference: 'order-1', paynowreference: '{id}', amount: '10.00', status: '{type}' },
  },
};
