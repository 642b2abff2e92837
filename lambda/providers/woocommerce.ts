import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'woocommerce',
  name: 'WooCommerce',
  category: 'commerce',
  confidence: 'high',
  docs: { url: 'https://woocommerce.com/document/webhooks/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-wc-webhook-signature',
    encoding: 'base64',
  },
  eventId: { header: 'x-wc-webhook-delivery-id' },
  eventType: { header: 'x-wc-webhook-topic' },
  evidence: ['hookdeck skill', 'wbhk', 'tern'],
};
