import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'circle-v2',
  name: 'Circle (v2 notifications)',
  category: 'crypto',
  confidence: 'high',
  docs: {
    url: 'https://developers.circle.com/api-reference/verify-webhook-signatures',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'ecdsa',
    algorithm: 'sha256',
    key: { stored: 'spki-base64' },
    header: 'x-circle-signature',
    encoding: 'base64',
  },
  addresses: { ranges: ['3.230.111.7', '3.90.127.28', '35.169.154.32', '54.88.227.75'] },
  eventType: { json: 'notificationType' },
  operations: {
    response: '2xx',
    retry: '11 in production (1s,10s,30s,1m,15m,1h,3h,5h,6h,10h,11h), 6 in test',
    rotation: 'by key id',
  },
  notes: [
    'The key is read from the public-key endpoint of the product by the id in X-Circle-Key-Id, with your API key; store it as the signing secret.',
  ],
  evidence: ['developers.circle.com (3 pages)'],
};
