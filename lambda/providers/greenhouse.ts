import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'greenhouse',
  name: 'Greenhouse',
  category: 'hr',
  confidence: 'medium',
  docs: { url: 'https://developers.greenhouse.io/webhooks.html', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'signature',
    format: { prefix: 'sha256 ' },
    encoding: 'hex',
  },
  eventType: { json: 'action' },
  notes: ['prefix ends with a SPACE, not "="'],
  evidence: ['simstudioai/sim greenhouse.ts', 'vendor format "sha256 <hex>"'],
};
