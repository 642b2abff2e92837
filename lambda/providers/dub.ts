import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'dub',
  name: 'Dub.co',
  category: 'other',
  confidence: 'medium',
  docs: { url: 'https://dub.co/docs/webhooks', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'dub-signature', encoding: 'hex' },
  evidence: ['wbhk registry'],
};
