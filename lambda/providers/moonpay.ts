import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'moonpay',
  name: 'MoonPay',
  category: 'crypto',
  confidence: 'high',
  docs: {
    url: 'https://dev.moonpay.com/reference/reference-webhooks-signature',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'moonpay-signature-v2',
    format: { fields: { signature: 's' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' } },
    signed: '{timestamp}.{body}',
  },
  eventType: { json: 'type' },
  evidence: ['dev.moonpay.com request signing'],
};
