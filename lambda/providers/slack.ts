import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'slack',
  name: 'Slack',
  category: 'messaging',
  confidence: 'high',
  docs: {
    url: 'https://docs.slack.dev/authentication/verifying-requests-from-slack',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-slack-signature',
    format: { prefix: 'v0=' },
    encoding: 'hex',
    timestamp: { at: { header: 'x-slack-request-timestamp' }, toleranceSeconds: 300 },
    signed: 'v0:{timestamp}:{body}',
  },
  eventId: { json: 'event_id' },
  eventType: { json: 'event.type' },
  handshakes: [
    {
      when: { has: { json: 'type' }, equals: 'url_verification' },
      proof: 'checks',
      reply: { text: '{json:challenge}' },
    },
  ],
  operations: { response: '2xx within 3 s' },
  notes: [
    'SDK checks only too-old. Slash commands/interactivity are x-www-form-urlencoded (payload=...): sign raw bytes.',
  ],
  evidence: ['@slack/bolt@5.1.0 verify-request.js', 'Slack docs vector reproduced', 'webhookx'],
};
