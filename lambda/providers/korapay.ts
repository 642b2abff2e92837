import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'korapay',
  name: 'Kora (Korapay)',
  category: 'payments-africa',
  confidence: 'high',
  docs: { url: 'https://developers.korapay.com/docs/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-korapay-signature',
    encoding: 'hex',
    signed: '{json:data}',
  },
  eventType: { json: 'event' },
  evidence: ['6 independent implementations (one PHP uses the whole body = wrong)'],
  sample: {
    eventType: 'charge.success',
    body: {
      event: '{type}',
      data: { reference: '{id}', currency: 'NGN', amount: 1000.5, fee: '12.0', status: 'success' },
    },
  },
};
