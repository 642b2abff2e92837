import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'nylas',
  name: 'Nylas v3',
  category: 'email',
  confidence: 'high',
  docs: { url: 'https://developer.nylas.com/docs/v3/notifications/', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-nylas-signature', encoding: 'hex' },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  handshakes: [
    {
      when: { method: 'GET', has: { query: 'challenge' } },
      proof: 'none',
      reply: { text: '{query:challenge}' },
    },
  ],
  evidence: [
    'nylas-ruby/python/node SDK release notes (v2: verifyWebhookSignature, HMAC-SHA256 hex of raw body)',
    'docs v3',
    'nylas@8.4.0 extractChallengeParameter',
  ],
};
