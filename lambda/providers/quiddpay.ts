import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'quiddpay',
  name: 'Quid Payments (GH)',
  category: 'payments-africa',
  confidence: 'medium',
  docs: { url: 'https://docs.quiddpayments.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-payment-platform-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' }, toleranceSeconds: 300 },
    signed: '{timestamp}.{body}',
  },
  eventId: { header: 'x-payment-platform-event-id' },
  evidence: ['dsasante1/paybox quiddpay adapter citing docs.quiddpayments.com (read 2026-09-15)'],
};
