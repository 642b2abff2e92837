import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'kinde',
  name: 'Kinde',
  category: 'auth',
  confidence: 'high',
  docs: { url: 'https://docs.kinde.com/integrate/webhooks/about-webhooks/', checked: '2026-11-23' },
  signature: {
    kind: 'jwt',
    algorithms: ['RS256'],
    inBody: true,
    key: {
      url: 'https://{setting:domain}/.well-known/jwks.json',
      hosts: ['{setting:domain}'],
      answers: 'jwks',
    },
  },
  settings: { domain: 'Kinde domain, such as example.kinde.com' },
  evidence: ['@kinde/webhooks@1.0.0'],
};
