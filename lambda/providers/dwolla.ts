import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'dwolla',
  name: 'Dwolla',
  category: 'banking',
  confidence: 'high',
  docs: { url: 'https://developers.dwolla.com/docs/webhook-security', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-request-signature-sha-256',
    encoding: 'hex',
  },
  eventId: { json: 'id' },
  eventType: { json: 'topic' },
  evidence: ['peach-payments/hyperswitch connector dwolla.rs', 'wbhk'],
};
