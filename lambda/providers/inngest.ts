import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'inngest',
  name: 'Inngest',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://www.inngest.com/docs/platform/signing-keys', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-inngest-signature',
    format: { fields: { signature: 's', separator: '&' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' }, toleranceSeconds: 300 },
    signed: '{body|sorted-json}{timestamp}',
  },
  operations: { rotation: 'fallback key' },
  notes: ['Store the part of the signing key behind signkey-…-.'],
  evidence: ['inngest@4.24.0'],
};
