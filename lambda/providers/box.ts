import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'box',
  name: 'Box v2 webhooks',
  category: 'productivity',
  confidence: 'high',
  docs: {
    url: 'https://developer.box.com/guides/webhooks/v2/signatures-v2/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    headers: ['box-signature-primary', 'box-signature-secondary'],
    encoding: 'base64',
    timestamp: {
      at: { header: 'box-delivery-timestamp' },
      unit: 'iso-8601',
      toleranceSeconds: 600,
    },
    signed: '{body}{timestamp}',
  },
  eventId: { header: 'box-delivery-id' },
  eventType: { json: 'trigger' },
  operations: { rotation: 'two headers, two keys' },
  notes: [
    'SDK also retries with a \\uXXXX-escaped rendering of the body.',
    'Store the primary key; while Box rotates, the secondary one as the previous version.',
  ],
  evidence: ['box-node-sdk@10.12.0 managers/webhooks.js, utilsNode.js'],
};
