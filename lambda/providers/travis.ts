import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'travis',
  name: 'Travis CI',
  category: 'dev',
  confidence: 'high',
  docs: {
    url: 'https://docs.travis-ci.com/user/notifications/#verifying-webhook-requests',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'rsa',
    algorithm: 'sha1',
    key: {
      url: 'https://api.travis-ci.com/config',
      hosts: ['api.travis-ci.com'],
      answers: 'json',
      json: 'config.notifications.webhook.public_key',
    },
    header: 'signature',
    encoding: 'base64',
    signed: '{form:payload}',
    allowWeakAlgorithm: true,
  },
  token: { path: true },
  notes: [
    'One key signs for all of its customers: the token in the path is what ties a request to yours.',
  ],
  evidence: ['6 independent implementations'],
};
