import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'wave',
  name: 'Wave (Senegal/CI)',
  category: 'payments-africa',
  confidence: 'high',
  docs: { url: 'https://docs.wave.com/webhook', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'wave-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' } },
    signed: '{timestamp}{body}',
  },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  notes: ['NO separator between timestamp and body (unlike Stripe).'],
  evidence: ['5 independent implementations (one cites the official doc vector)'],
};
