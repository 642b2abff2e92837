import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'streak',
  name: 'Streak CRM',
  category: 'crm',
  confidence: 'medium',
  docs: { url: 'https://streak.readme.io/reference/create-a-webhook', checked: '2026-11-23' },
  token: { header: 'x-streak-webhook-token' },
  evidence: ['Nango streak routing'],
};
