import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'fireflies',
  name: 'Fireflies',
  category: 'ai',
  confidence: 'medium',
  docs: { url: 'https://docs.fireflies.ai/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-hub-signature',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  eventType: { json: 'eventType' },
  notes: [
    'X-Hub-Signature carries SHA-256 here (usually SHA-1): header name does not fix the hash',
  ],
  evidence: ['simstudioai/sim fireflies.ts'],
};
