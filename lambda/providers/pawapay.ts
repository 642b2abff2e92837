import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'pawapay',
  name: 'pawaPay',
  category: 'payments-africa',
  confidence: 'medium',
  docs: { url: 'https://docs.pawapay.io/v2/docs/signatures', checked: '2026-11-23' },
  signature: {
    kind: 'http-message-signature',
    algorithm: 'ecdsa-p256-sha256',
    components: ['@method', '@path', 'content-digest'],
    key: { stored: 'pem' },
  },
  operations: { response: '200' },
  notes: [
    'Signed callbacks are opt-in in the pawaPay dashboard; store the public key that its public-key endpoint shows.',
  ],
  evidence: ['pawaPay official docs excerpts (signatures, public-keys, remittance-callback)'],
};
