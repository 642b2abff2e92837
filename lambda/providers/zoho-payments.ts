import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'zoho-payments',
  name: 'Zoho Payments',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://zoho.com/in/payments/developerdocs/webhooks/verification',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-zoho-webhook-signature',
    format: { fields: { signature: 'v' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' }, unit: 'milliseconds' },
    signed: '{timestamp}.{body}',
  },
  operations: { response: '2xx within 15 s' },
  evidence: ['zoho payments developer docs'],
};
