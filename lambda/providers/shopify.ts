import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'shopify',
  name: 'Shopify',
  category: 'commerce',
  confidence: 'high',
  docs: {
    url: 'https://shopify.dev/docs/apps/build/webhooks/subscribe/https',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-shopify-hmac-sha256',
    encoding: 'base64',
  },
  eventId: { header: 'x-shopify-webhook-id' },
  eventType: { header: 'x-shopify-topic' },
  operations: {
    response: '2xx within 5 s',
    retry:
      '8 attempts over 4 h, exponential (since 2024-09-10; older text says 19 over 48 h); subscription removed after persistent failure',
  },
  notes: ['app-proxy/OAuth requests use other HMACs (hex over sorted query, 90 s tolerance).'],
  evidence: ['@shopify/shopify-api@13.1.0', 'hookdeck', 'wbhk'],
};
