import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'harbor',
  name: 'Harbor registry',
  category: 'dev',
  confidence: 'high',
  docs: {
    url: 'https://goharbor.io/docs/working-with-projects/project-configuration/configure-webhooks/',
    checked: '2026-11-23',
  },
  token: { header: 'authorization' },
  eventType: { json: 'type' },
  evidence: ['flux notification-controller'],
};
