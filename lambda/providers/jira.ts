import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'jira',
  name: 'Jira Cloud (REST/admin webhooks) ',
  category: 'productivity',
  confidence: 'high',
  docs: {
    url: 'https://developer.atlassian.com/cloud/jira/platform/webhooks/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-hub-signature',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  eventId: { header: 'x-atlassian-webhook-identifier' },
  eventType: { json: 'webhookEvent' },
  evidence: ['Nango jira', 'wbhk'],
};
