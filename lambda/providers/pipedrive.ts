import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'pipedrive',
  name: 'Pipedrive',
  category: 'crm',
  confidence: 'high',
  docs: { url: 'https://pipedrive.readme.io/docs/guide-for-webhooks-v2', checked: '2026-11-23' },
  token: { header: 'authorization', as: 'basic' },
  evidence: [
    'pipedrive docs (http_auth_user/password), rust/R clients, hookdeck skill (no signature)',
  ],
};
