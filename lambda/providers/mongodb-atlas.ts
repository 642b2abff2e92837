import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mongodb-atlas',
  name: 'MongoDB Atlas alerts',
  category: 'cloud',
  confidence: 'medium',
  docs: { url: 'https://www.mongodb.com/docs/atlas/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    header: 'x-mms-signature',
    encoding: 'base64',
    allowWeakAlgorithm: true,
  },
  evidence: ['public verifier table (x-mms-signature, SHA-1, base64)'],
};
