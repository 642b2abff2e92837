import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'twitch',
  name: 'Twitch EventSub',
  category: 'media',
  confidence: 'high',
  docs: {
    url: 'https://dev.twitch.tv/docs/eventsub/handling-webhook-events/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'twitch-eventsub-message-signature',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
    timestamp: {
      at: { header: 'twitch-eventsub-message-timestamp' },
      unit: 'iso-8601',
      toleranceSeconds: 600,
    },
    signed: '{header:twitch-eventsub-message-id}{timestamp}{body}',
  },
  eventId: { header: 'twitch-eventsub-message-id' },
  handshakes: [
    {
      when: {
        has: { header: 'twitch-eventsub-message-type' },
        equals: 'webhook_callback_verification',
      },
      proof: 'checks',
      reply: { text: '{json:challenge}' },
    },
  ],
  operations: { response: '2xx within few s; revocation messages must be 2xx' },
  evidence: ['@twurple/eventsub-http@8.1.4', 'nuxt-webhook-validators', 'wbhk'],
};
