import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'coinify',
  name: 'Coinify',
  category: 'crypto',
  confidence: 'high',
  docs: { url: 'https://coinify.readme.io/docs/webhook-signature', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-coinify-webhook-signature',
    encoding: 'hex',
  },
  evidence: ['coinify docs', 'published vector reproduced'],
};
