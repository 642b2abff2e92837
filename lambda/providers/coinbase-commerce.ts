import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'coinbase-commerce',
  name: 'Coinbase Commerce',
  category: 'crypto',
  confidence: 'high',
  docs: { url: 'https://docs.cdp.coinbase.com/commerce/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-cc-webhook-signature',
    encoding: 'hex',
  },
  eventId: { json: 'event.id' },
  eventType: { json: 'event.type' },
  evidence: ['coinbase-commerce-node@1.0.4', 'hyperswitch'],
};
