import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'ashby',
  name: 'Ashby',
  category: 'hr',
  confidence: 'medium',
  docs: { url: 'https://developers.ashbyhq.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'ashby-signature',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  eventType: { json: 'action' },
  evidence: ['simstudioai/sim ashby.ts (+tests)'],
};
