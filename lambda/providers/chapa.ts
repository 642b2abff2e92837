import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'chapa',
  name: 'Chapa (Ethiopia)',
  category: 'payments-africa',
  confidence: 'medium',
  docs: { url: 'https://developer.chapa.co/integrations/webhooks', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-chapa-signature', encoding: 'hex' },
  notes: ['prefer x-chapa-signature; Chapa-Signature does not bind the body per one implementer.'],
  evidence: ['7 implementations'],
};
