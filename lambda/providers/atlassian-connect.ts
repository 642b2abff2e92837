import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'atlassian-connect',
  name: 'Atlassian Connect (Jira/Confluence apps)',
  category: 'productivity',
  confidence: 'high',
  docs: {
    url: 'https://developer.atlassian.com/cloud/jira/platform/understanding-jwt-for-connect-apps/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'jwt',
    algorithms: ['HS256'],
    header: 'authorization',
    prefix: 'JWT ',
    key: { stored: 'utf8' },
    urlHash: {
      claim: 'qsh',
      algorithm: 'sha256',
      encoding: 'hex',
      of: [
        '{method}&{setting:path}&',
        { pairs: 'query', order: 'sorted', omit: ['jwt'], assign: '=', join: '&', encoded: true },
      ],
    },
  },
  eventType: { json: 'webhookEvent' },
  settings: { path: 'path of the endpoint below the base URL of the app, such as /webhook' },
  notes: [
    'One source is one tenant: the secret is the one that its installation handed over. The token fixes the address, not the body.',
  ],
  evidence: ['atlassian-jwt@2.0.3'],
};
