import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'telnyx',
  name: 'Telnyx',
  category: 'telecom',
  confidence: 'high',
  docs: {
    url: 'https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'ed25519',
    key: { stored: 'raw-base64' },
    header: 'telnyx-signature-ed25519',
    encoding: 'base64',
    timestamp: { at: { header: 'telnyx-timestamp' }, toleranceSeconds: 300 },
    signed: '{timestamp}|{body}',
  },
  eventType: { json: 'data.event_type' },
  evidence: ['telnyx@7.24.0 lib/webhooks.js'],
};
