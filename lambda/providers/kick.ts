import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'kick',
  name: 'Kick',
  category: 'media',
  confidence: 'high',
  docs: { url: 'https://docs.kick.com/events/webhook-security', checked: '2026-11-23' },
  signature: {
    kind: 'rsa',
    algorithm: 'sha256',
    key: { stored: 'pem' },
    header: 'kick-event-signature',
    encoding: 'base64',
    signed: '{header:kick-event-message-id}.{header:kick-event-message-timestamp}.{body}',
  },
  token: { path: true },
  eventId: { header: 'kick-event-message-id' },
  eventType: { header: 'kick-event-type' },
  notes: [
    'One key signs for all of its customers: the token in the path is what ties a request to yours.',
  ],
  evidence: ['nuxt-webhook-validators kick.ts'],
};
