import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'checkout-com',
  name: 'Checkout.com',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://www.checkout.com/docs/developer-resources/webhooks',
    checked: '2026-11-23',
  },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'cko-signature', encoding: 'hex' },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  operations: { response: '2xx' },
  evidence: ['hyperswitch checkout.rs', 'wbhk registry'],
};
