import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'gitlab-signing-token',
  name: 'GitLab (signing token, 2026+)',
  category: 'dev',
  confidence: 'medium',
  docs: {
    url: 'https://docs.gitlab.com/user/project/integrations/webhooks/',
    checked: '2026-11-23',
  },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { header: 'x-gitlab-event' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['gitlab-org/gitlab MR !230944', 'n8n-node-mocker comment'],
};
