import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'livekit',
  name: 'LiveKit',
  category: 'media',
  confidence: 'high',
  docs: { url: 'https://docs.livekit.io/home/server/webhooks/', checked: '2026-11-23' },
  signature: {
    kind: 'jwt',
    algorithms: ['HS256'],
    header: 'authorization',
    key: { stored: 'utf8' },
    claims: { iss: '{setting:apiKey}' },
    bodyHash: { claim: 'sha256', algorithm: 'sha256', encoding: 'base64' },
  },
  eventId: { json: 'id' },
  eventType: { json: 'event' },
  settings: { apiKey: 'LiveKit API key' },
  evidence: ['livekit-server-sdk@2.19.2 WebhookReceiver.js'],
};
