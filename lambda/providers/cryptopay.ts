import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'cryptopay',
  name: 'Cryptopay',
  category: 'crypto',
  confidence: 'medium',
  docs: { url: 'https://developers.cryptopay.me/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-cryptopay-signature',
    encoding: 'hex',
  },
  evidence: ['peach-payments/hyperswitch connector cryptopay.rs'],
};
