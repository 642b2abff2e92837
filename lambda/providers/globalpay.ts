import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'globalpay',
  name: 'Global Payments (GP API)',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://developer.globalpay.com/', checked: '2026-11-23' },
  signature: {
    kind: 'digest',
    algorithm: 'sha512',
    header: 'x-gp-signature',
    encoding: 'hex',
    signed: '{body|minify}{secret}',
  },
  evidence: ['peach-payments/hyperswitch connector globalpay.rs'],
};
