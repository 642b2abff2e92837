import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'silverflow',
  name: 'Silverflow',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://github.com/peach-payments/hyperswitch', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-silverflow-signature',
    encoding: 'hex',
  },
  evidence: ['peach-payments/hyperswitch connector'],
};
