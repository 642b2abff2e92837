import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'monday',
  name: 'monday.com',
  category: 'productivity',
  confidence: 'high',
  docs: { url: 'https://developer.monday.com/apps/docs/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'jwt',
    algorithms: ['HS256'],
    header: 'authorization',
    key: { stored: 'utf8' },
    claims: { aud: '{url}' },
  },
  eventId: { json: 'event.triggerUuid' },
  eventType: { json: 'event.type' },
  handshakes: [
    {
      when: { has: { json: 'challenge' } },
      proof: 'none',
      reply: { json: { challenge: '{json:challenge}' } },
    },
  ],
  evidence: ['developer.monday.com apps/docs authorization-header + advanced-concepts'],
};
