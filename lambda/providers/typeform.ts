import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'typeform',
  name: 'Typeform',
  category: 'productivity',
  confidence: 'high',
  docs: {
    url: 'https://www.typeform.com/developers/webhooks/secure-your-webhooks/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'typeform-signature',
    format: { prefix: 'sha256=' },
    encoding: 'base64',
  },
  eventId: { json: 'event_id' },
  eventType: { json: 'event_type' },
  operations: { response: '2xx' },
  notes: ['base64 with a sha256= prefix (not hex).'],
  evidence: ['n8n-node-mocker', '4 impls'],
};
