import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'getnet',
  name: 'Getnet Europe',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://github.com/peach-payments/hyperswitch', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    form: 'response-signature-base64',
    encoding: 'base64',
    signed: '{form:response-base64}',
  },
  evidence: ['peach-payments/hyperswitch connector getnet.rs'],
};
