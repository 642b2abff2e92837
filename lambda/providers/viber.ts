import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'viber',
  name: 'Viber',
  category: 'messaging',
  confidence: 'high',
  docs: { url: 'https://developers.viber.com/docs/api/rest-bot-api/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-viber-content-signature',
    encoding: 'hex',
  },
  eventType: { json: 'event' },
  evidence: ['viber-bot@1.0.18 message-validator.js'],
};
