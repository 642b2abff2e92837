import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'checkr',
  name: 'Checkr',
  category: 'hr',
  confidence: 'medium',
  docs: { url: 'https://docs.checkr.com/#section/Webhooks', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-checkr-signature', encoding: 'hex' },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  evidence: ['Nango checkr routing', 'checkr/webhook-verification-examples repo exists'],
};
