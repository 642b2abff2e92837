import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'dyte',
  name: 'Dyte',
  category: 'media',
  confidence: 'high',
  docs: {
    url: 'https://docs.dyte.io/guides/capabilities/webhooks/signatures',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'rsa',
    algorithm: 'sha256',
    key: {
      url: 'https://api.dyte.io/.well-known/webhooks.json',
      hosts: ['api.dyte.io'],
      answers: 'json',
      json: 'publicKey',
    },
    header: 'dyte-signature',
    encoding: 'base64',
  },
  token: { path: true },
  eventType: { json: 'event' },
  notes: [
    'One key signs for all of its customers: the token in the path is what ties a request to yours.',
  ],
  evidence: ['docs.dyte.io'],
};
