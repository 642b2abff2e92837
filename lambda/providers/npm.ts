import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'npm',
  name: 'npm hooks',
  category: 'dev',
  confidence: 'medium',
  docs: { url: 'https://docs.npmjs.com/cli/commands/npm-hook', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-npm-signature',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  eventType: { json: 'event' },
  evidence: ['wbhk registry'],
};
