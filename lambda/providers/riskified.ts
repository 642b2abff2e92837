import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'riskified',
  name: 'Riskified',
  category: 'finance',
  confidence: 'medium',
  docs: { url: 'https://apiref.riskified.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-riskified-hmac-sha256',
    encoding: 'base64',
  },
  evidence: ['peach-payments/hyperswitch connector riskified.rs'],
};
