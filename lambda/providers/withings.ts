import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'withings',
  name: 'Withings',
  category: 'other',
  confidence: 'high',
  docs: {
    url: 'https://developer.withings.com/developer-guide/v3/data-api/keep-user-data-up-to-date/',
    checked: '2026-11-23',
  },
  token: { path: true },
  handshakes: [{ when: { method: 'HEAD' }, proof: 'none', reply: { text: '' } }],
  evidence: ['developer.withings.com notification-subscribe'],
};
