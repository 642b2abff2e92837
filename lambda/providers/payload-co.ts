import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'payload-co',
  name: 'Payload',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://docs.payload.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-payload-signature',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  evidence: ['peach-payments/hyperswitch connector payload.rs'],
};
