import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'fedapay',
  name: 'FedaPay (Benin/WAEMU)',
  category: 'payments-africa',
  confidence: 'high',
  docs: { url: 'https://docs.fedapay.com/integration-api/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-fedapay-signature',
    format: { fields: { signature: 's' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' }, toleranceSeconds: 300 },
    signed: '{timestamp}.{body}',
  },
  eventType: { json: 'name' },
  evidence: ['fedapay@1.2.5 dist/Webhook.js'],
};
