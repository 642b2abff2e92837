import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'square',
  name: 'Square',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://developer.squareup.com/docs/webhooks/step3validate',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-square-hmacsha256-signature',
    encoding: 'base64',
    signed: '{url}{body}',
  },
  eventId: { json: 'event_id' },
  eventType: { json: 'type' },
  operations: {
    response: '2xx within 10 s',
    retry:
      'up to 24 h (older page: 72 h); headers square-retry-number, square-retry-reason, square-initial-delivery-timestamp',
  },
  evidence: [
    'square@46.0.0 wrapper/WebhooksHelper.js',
    'square-python-sdk tests (vectors)',
    'hyperswitch square.rs',
  ],
};
