import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'finch',
  name: 'Finch (tryfinch)',
  category: 'hr',
  confidence: 'high',
  docs: { url: 'https://developer.tryfinch.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'finch-signature',
    format: { versions: 'v1' },
    encoding: 'base64',
    secretEncoding: 'base64',
    timestamp: { at: { header: 'finch-timestamp' }, toleranceSeconds: 300 },
    signed: '{header:finch-event-id}.{timestamp}.{body}',
  },
  eventId: { header: 'finch-event-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['@tryfinch/finch-api@10.7.0 resources/webhooks.js'],
};
