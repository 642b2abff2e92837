import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'gong',
  name: 'Gong',
  category: 'crm',
  confidence: 'medium',
  docs: { url: 'https://help.gong.io/', checked: '2026-11-23' },
  signature: {
    kind: 'jwt',
    algorithms: ['RS256'],
    header: 'authorization',
    prefix: 'Bearer ',
    key: { stored: 'pem' },
    bodyHash: { claim: 'body_sha256', algorithm: 'sha256', encoding: 'hex' },
  },
  evidence: ['simstudioai/sim gong.ts'],
};
