import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'fal',
  name: 'fal.ai',
  category: 'ai',
  confidence: 'high',
  docs: { url: 'https://docs.fal.ai/model-endpoints/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'ed25519',
    key: { stored: 'pem' },
    header: 'x-fal-webhook-signature',
    encoding: 'hex',
    timestamp: { at: { header: 'x-fal-webhook-timestamp' }, toleranceSeconds: 300 },
    signed:
      '{header:x-fal-webhook-request-id}\n{header:x-fal-webhook-user-id}\n{timestamp}\n{body|sha256-hex}',
  },
  token: { path: true },
  eventId: { header: 'request-id' },
  notes: [
    'One key signs for all of its customers: the token in the path is what ties a request to yours.',

    'JWKS host rest.fal.ai (older docs rest.alpha.fal.ai), cache up to 24 h; one public skill wrongly calls it HMAC',
  ],
  evidence: ['5 independent verifiers + tern registry'],
};
