import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mux',
  name: 'Mux',
  category: 'media',
  confidence: 'high',
  docs: { url: 'https://www.mux.com/docs/core/verify-webhook-signatures', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'mux-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' }, toleranceSeconds: 300 },
    signed: '{timestamp}.{body}',
  },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  evidence: ['@mux/mux-node@15.3.0'],
};
