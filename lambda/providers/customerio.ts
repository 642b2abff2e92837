import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'customerio',
  name: 'Customer.io reporting webhooks',
  category: 'other',
  confidence: 'high',
  docs: { url: 'https://customer.io/docs/journeys/webhooks/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-cio-signature',
    encoding: 'hex',
    timestamp: { at: { header: 'x-cio-timestamp' } },
    signed: 'v0:{timestamp}:{body}',
  },
  eventId: { json: 'event_id' },
  eventType: { json: 'metric' },
  notes: ['bare hex, no v0= prefix in the header although v0 is in the message.'],
  evidence: ['n8n-node-mocker', 'wbhk'],
};
