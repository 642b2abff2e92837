import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mercado-pago',
  name: 'Mercado Pago',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://www.mercadopago.com/developers/en/docs/your-integrations/notifications/webhooks',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
    timestamp: { at: { field: 'ts' }, unit: 'epoch' },
    signed: [
      { optional: 'id:{query:data.id|lower};' },
      { optional: 'request-id:{header:x-request-id};' },
      'ts:{timestamp};',
    ],
    proves: 'sender',
  },
  eventId: { json: 'id' },
  eventType: { json: 'action' },
  operations: { response: '200/201' },
  notes: [
    'QR notifications are not signed at all (SDK comment).',
    'The signature covers the resource id and the request id, not the body: fetch the payment before acting on it.',
  ],
  evidence: ['mercadopago@3.6.1 utils/webhook', 'wbhk'],
};
