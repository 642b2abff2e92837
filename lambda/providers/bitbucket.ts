import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'bitbucket',
  name: 'Bitbucket Cloud / Server',
  category: 'dev',
  confidence: 'high',
  docs: {
    url: 'https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-hub-signature',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  eventType: { header: 'x-event-key' },
  operations: { response: '2xx' },
  notes: ['same header name as legacy GitHub but SHA-256.'],
  evidence: ['go-playground bitbucket-server', 'nuxt-webhook-validators', 'wbhk'],
};
