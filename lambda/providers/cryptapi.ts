import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'cryptapi',
  name: 'CryptAPI',
  category: 'crypto',
  confidence: 'high',
  docs: {
    url: 'https://docs.cryptapi.io/webhooks/verify-webhook-signature',
    checked: '2026-11-23',
  },
  methods: ['POST', 'GET'],
  signature: {
    kind: 'any',
    of: [
      {
        kind: 'rsa',
        algorithm: 'sha256',
        key: { url: 'https://api.cryptapi.io/pubkey/', hosts: ['api.cryptapi.io'], answers: 'pem' },
        header: 'x-ca-signature',
        encoding: 'base64',
      },
      {
        kind: 'rsa',
        algorithm: 'sha256',
        key: { url: 'https://api.cryptapi.io/pubkey/', hosts: ['api.cryptapi.io'], answers: 'pem' },
        header: 'x-ca-signature',
        encoding: 'base64',
        signed: '{url}',
      },
    ],
  },
  token: { path: true },
  notes: [
    'One key signs for all of its customers: the token in the path is what ties a request to yours.',
  ],
  evidence: ['docs.cryptapi.io'],
};
