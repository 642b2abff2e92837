import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'ppro',
  name: 'PPRO',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://github.com/juspay/hyperswitch-prism', checked: '2026-11-23' },
  signature: {
    kind: 'digest',
    algorithm: 'sha256',
    header: 'webhook-signature',
    encoding: 'hex',
    signed: '{body}.{secret}',
  },
  evidence: ['hyperswitch-prism ppro.rs'],
};
