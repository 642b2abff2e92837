import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'iron-xyz',
  name: 'Iron (iron.xyz)',
  category: 'crypto',
  confidence: 'medium',
  docs: { url: 'https://docs.iron.xyz/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'webhook-signature',
    format: { prefix: 'v1=' },
    encoding: 'hex',
    timestamp: { at: { header: 'webhook-timestamp' } },
    signed: '{timestamp}{body}',
  },
  eventId: { header: 'webhook-id' },
  notes: [
    'claims Standard Webhooks but prefix, encoding and signed text all differ: header names alone must not select the preset',
  ],
  evidence: ['docs.iron.xyz event page'],
};
