import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'inespay',
  name: 'Inespay',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://github.com/peach-payments/hyperswitch', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    form: 'signatureDataReturn',
    encoding: 'hex-in-base64',
    signed: '{form:dataReturn}',
  },
  evidence: ['peach-payments/hyperswitch connector inespay.rs'],
};
