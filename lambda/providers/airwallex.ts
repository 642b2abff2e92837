import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'airwallex',
  name: 'Airwallex',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://www.airwallex.com/docs/developer-tools__listen-for-webhook-events',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-signature',
    encoding: 'hex',
    timestamp: { at: { header: 'x-timestamp' }, unit: 'epoch' },
    signed: '{timestamp}{body}',
  },
  eventId: { json: 'id' },
  eventType: { json: 'name' },
  evidence: [
    'peach-payments/hyperswitch connector airwallex.rs',
    'svix ingest has Airwallex source',
  ],
};
