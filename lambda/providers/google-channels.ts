import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'google-channels',
  name: 'Google Drive/Calendar push channels',
  category: 'cloud',
  confidence: 'medium',
  docs: {
    url: 'https://developers.google.com/workspace/drive/api/guides/push',
    checked: '2026-11-23',
  },
  token: { header: 'x-goog-channel-token' },
  eventType: { header: 'x-goog-resource-state' },
  evidence: ['Nango google routings (headers)'],
};
