import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'workos',
  name: 'WorkOS',
  category: 'auth',
  confidence: 'high',
  docs: { url: 'https://workos.com/docs/events/data-syncing/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'workos-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' }, unit: 'milliseconds', toleranceSeconds: 180 },
    signed: '{timestamp}.{body}',
  },
  eventId: { json: 'id' },
  eventType: { json: 'event' },
  notes: [
    'SDK re-serialises a parsed object (JSON.stringify) before HMAC; only too-old is rejected.',
  ],
  evidence: ['@workos-inc/node@8.13.0 SignatureProvider', 'wbhk'],
};
