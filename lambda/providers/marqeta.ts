import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'marqeta',
  name: 'Marqeta',
  category: 'banking',
  confidence: 'medium',
  docs: {
    url: 'https://www.marqeta.com/docs/developer-guides/signature-verification',
    checked: '2026-11-23',
  },
  token: { header: 'authorization', as: 'basic' },
  evidence: ['marqeta docs (algorithm, Basic mandatory)', 'header name in 5 implementations'],
};
