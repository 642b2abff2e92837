import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'heroku',
  name: 'Heroku',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://devcenter.heroku.com/articles/app-webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'heroku-webhook-hmac-sha256',
    encoding: 'base64',
  },
  notes: ['static secret may also be sent in Authorization.'],
  evidence: ['nuxt-webhook-validators', 'sentry heroku plugin', 'wbhk'],
};
