import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'cursor',
  name: 'Cursor agents',
  category: 'ai',
  confidence: 'medium',
  docs: { url: 'https://cursor.com/docs/background-agent/api/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-webhook-signature',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  evidence: ['hookdeck webhook-skills'],
};
