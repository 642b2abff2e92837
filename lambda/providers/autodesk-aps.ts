import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'autodesk-aps',
  name: 'Autodesk Platform Services',
  category: 'cloud',
  confidence: 'medium',
  docs: { url: 'https://aps.autodesk.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    header: 'x-adsk-signature',
    format: { prefix: 'sha1hash=' },
    encoding: 'hex',
    allowWeakAlgorithm: true,
  },
  evidence: ['public verifier table (x-adsk-signature, SHA-1, hex, sha1hash=)'],
};
