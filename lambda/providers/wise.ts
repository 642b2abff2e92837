import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'wise',
  name: 'Wise',
  category: 'banking',
  confidence: 'high',
  docs: {
    url: 'https://docs.wise.com/api-docs/webhooks-notifications/event-handling',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'rsa',
    algorithm: 'sha256',
    key: { stored: 'pem' },
    header: 'x-signature-sha256',
    encoding: 'base64',
  },
  token: { path: true },
  eventId: { header: 'x-delivery-id' },
  eventType: { json: 'event_type' },
  operations: {
    response: '200 only counts as processed',
    retry: 'policy differs per failure mode',
  },
  notes: [
    'One key signs for all of its customers: the token in the path is what ties a request to yours.',
  ],
  evidence: ['hyperswitch wise.rs', 'dsasante1/paybox wise adapter citing docs.wise.com 2026Q3'],
};
