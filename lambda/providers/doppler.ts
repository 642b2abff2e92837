import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'doppler',
  name: 'Doppler',
  category: 'dev',
  confidence: 'medium',
  docs: { url: 'https://docs.doppler.com/docs/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-doppler-signature',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  evidence: ['tern registry'],
};
