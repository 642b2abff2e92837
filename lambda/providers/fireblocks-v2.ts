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
  operations: { rotation: 'JWKS kid' },
  evidence: ['hookdeck skill page'],
};
