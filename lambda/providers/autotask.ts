import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'autotask',
  name: 'Autotask PSA',
  category: 'crm',
  confidence: 'medium',
  docs: { url: 'https://www.autotask.net/help/developerhelp/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    header: 'x-hook-signature',
    format: { prefix: 'sha1=' },
    encoding: 'base64',
    allowWeakAlgorithm: true,
  },
  notes: ['base64 after a sha1= prefix.'],
  evidence: ['Nango autotask routing'],
};
