import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'gitea',
  name: 'Gitea / Forgejo / Gogs',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://docs.gitea.com/usage/webhooks', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-gitea-signature', encoding: 'hex' },
  eventId: { header: 'x-gitea-delivery' },
  eventType: { header: 'x-gitea-event' },
  evidence: ['go-playground gitea+gogs'],
};
