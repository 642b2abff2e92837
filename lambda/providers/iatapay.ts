import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'iatapay',
  name: 'IATA Pay',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://github.com/peach-payments/hyperswitch', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'authorization',
    format: { prefix: 'IATAPAY-HMAC-SHA256 ' },
    encoding: 'base64',
  },
  evidence: ['peach-payments/hyperswitch connector iatapay.rs'],
};
