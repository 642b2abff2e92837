import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'gitlab',
  name: 'GitLab (secret token)',
  category: 'dev',
  confidence: 'high',
  docs: {
    url: 'https://docs.gitlab.com/user/project/integrations/webhooks/',
    checked: '2026-11-23',
  },
  token: { header: 'x-gitlab-token' },
  eventId: { header: 'idempotency-key' },
  operations: { response: '2xx' },
  evidence: ['flux notification-controller', 'go-playground', 'hookdeck skill', 'GitLab MR'],
};
