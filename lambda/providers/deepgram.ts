import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'deepgram',
  name: 'Deepgram callbacks',
  category: 'ai',
  confidence: 'medium',
  docs: { url: 'https://developers.deepgram.com/docs/callback', checked: '2026-11-23' },
  token: { header: 'dg-token' },
  evidence: ['hookdeck webhook-skills'],
};
