import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'discord',
  name: 'Discord interactions / webhook events',
  category: 'messaging',
  confidence: 'high',
  docs: { url: 'https://docs.discord.com/developers/interactions/overview', checked: '2026-11-23' },
  signature: {
    kind: 'ed25519',
    key: { stored: 'raw-hex' },
    header: 'x-signature-ed25519',
    encoding: 'hex',
    timestamp: { at: { header: 'x-signature-timestamp' } },
    signed: '{timestamp}{body}',
  },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  replies: { rejectedStatus: 401 },
  handshakes: [
    { when: { has: { json: 'type' }, equals: '1' }, proof: 'checks', reply: { json: { type: 1 } } },
    {
      when: { has: { json: 'type' }, equals: '0' },
      proof: 'checks',
      reply: { status: 204, contentType: 'application/json', text: '' },
    },
  ],
  operations: {
    response:
      'initial reply <=3 s; webhook events 204 within 3 s; invalid signature MUST be 401 (Discord probes with bad signatures and removes the URL)',
    retry: 'events: several times, exponential backoff up to 10 min, then auto-disable + email',
  },
  evidence: ['discord-interactions@4.4.0', 'discord-api-docs repo'],
  sample: { eventType: '2', body: { id: '{id}', type: 2, data: { name: 'sample' } } },
};
