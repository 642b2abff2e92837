import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'hookdeck',
  name: 'Hookdeck Event Gateway',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://hookdeck.com/docs/authentication', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-hookdeck-signature',
    encoding: 'base64',
  },
  evidence: ['hookdeck webhook-skills'],
};
