import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'okta',
  name: 'Okta event hooks',
  category: 'auth',
  confidence: 'high',
  docs: { url: 'https://developer.okta.com/docs/concepts/event-hooks/', checked: '2026-11-23' },
  token: { header: 'authorization' },
  eventId: { json: 'eventId' },
  handshakes: [
    {
      when: { method: 'GET', has: { header: 'x-okta-verification-challenge' } },
      proof: 'checks',
      reply: { json: { verification: '{header:x-okta-verification-challenge}' } },
    },
  ],
  operations: {
    response: '200/204 empty, 3 s',
    retry: 'at most 1 retry; 4xx not retried, 5xx retried',
  },
  evidence: ['okta-developer-docs repo', 'webhookx'],
};
