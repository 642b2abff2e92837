import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'fireblocks-v2',
  name: 'Fireblocks webhooks v2',
  category: 'crypto',
  confidence: 'medium',
  docs: { url: 'https://developers.fireblocks.com/', checked: '2026-11-23' },
  signature: {
    kind: 'detached-jws',
    algorithms: ['RS512'],
    header: 'fireblocks-webhook-signature',
    key: {
      url: 'https://keys.fireblocks.io/.well-known/jwks.json',
      hosts: ['keys.fireblocks.io'],
      answers: 'jwks',
    },
  },
  token: { path: true },
  operations: { rotation: 'JWKS kid' },
  notes: [
    'One key signs for all of its customers: the token in the path is what ties a request to yours.',
  ],
  evidence: ['hookdeck skill page'],
};
