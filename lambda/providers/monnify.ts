import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'monnify',
  name: 'Monnify / Moniepoint',
  category: 'payments-africa',
  confidence: 'medium',
  docs: { url: 'https://developers.monnify.com/docs/webhooks', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha512', header: 'monnify-signature', encoding: 'hex' },
  eventType: { json: 'eventType' },
  operations: { response: '200' },
  notes: [
    'an implementer reports that an official docs sample hashes (not HMACs) secret+body: docs bug, wire format is HMAC-SHA512.',
  ],
  evidence: ['apis.io catalogue entry', '3 independent implementations'],
};
