import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'auth0',
  name: 'Auth0 log streams / Actions',
  category: 'auth',
  confidence: 'medium',
  docs: { url: 'https://auth0.com/docs/customize/log-streams', checked: '2026-11-23' },
  token: { header: 'authorization' },
  evidence: ['auth0 event-stream webhook schemas (custom_header method)'],
};
