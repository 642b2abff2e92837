import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'payjustnow',
  name: 'PayJustNow (ZA)',
  category: 'payments-africa',
  confidence: 'medium',
  docs: { url: 'https://github.com/peach-payments/hyperswitch', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-signature',
    encoding: 'base64',
    signed: '{body|strip-whitespace}',
  },
  evidence: ['peach-payments/hyperswitch connector payjustnow.rs'],
};
