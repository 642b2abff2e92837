import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'fireblocks-v1',
  name: 'Fireblocks webhooks v1',
  category: 'crypto',
  confidence: 'high',
  docs: {
    url: 'https://developers.fireblocks.com/reference/webhooks-gettingstarted-validatingevents',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'rsa',
    algorithm: 'sha512',
    key: { stored: 'pem' },
    header: 'fireblocks-signature',
    encoding: 'base64',
  },
  token: { path: true },
  eventType: { json: 'type' },
  notes: [
    'One key signs for all of its customers: the token in the path is what ties a request to yours.',
  ],
  evidence: ['developers.fireblocks.com'],
};
