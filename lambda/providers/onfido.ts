import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'onfido',
  name: 'Onfido (Entrust)',
  category: 'kyc',
  confidence: 'high',
  docs: {
    url: 'https://documentation.onfido.com/#verifying-webhook-signatures',
    checked: '2026-11-23',
  },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-sha2-signature', encoding: 'hex' },
  eventType: { json: 'payload.action' },
  evidence: [
    '@onfido/api@6.2.0 webhook-event-verifier.js',
    'header name in 7 independent handlers',
  ],
};
