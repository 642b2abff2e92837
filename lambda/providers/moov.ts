import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'moov',
  name: 'Moov',
  category: 'banking',
  confidence: 'high',
  docs: {
    url: 'https://docs.moov.io/guides/webhooks/check-webhook-signatures',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha512',
    header: 'x-signature',
    encoding: 'hex',
    timestamp: { at: { header: 'x-timestamp' }, unit: 'epoch' },
    signed: '{timestamp}|{header:x-nonce}|{header:x-webhook-id}',
  },
  eventId: { json: 'eventID' },
  eventType: { json: 'type' },
  notes: [
    'replaying headers with another body verifies: receiver should treat as sender proof only and fetch back',
    'The signature covers three headers, not the body.',
  ],
  evidence: ['docs.moov.io guide'],
};
