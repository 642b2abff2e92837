import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'helius',
  name: 'Helius',
  category: 'crypto',
  confidence: 'medium',
  docs: { url: 'https://docs.helius.dev/webhooks', checked: '2026-11-23' },
  token: { header: 'authorization' },
  evidence: ['3 independent handlers (authHeader echoed as Authorization)'],
};
