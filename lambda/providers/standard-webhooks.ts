import type { Preset } from '../model/preset.ts';

export const standardWebhooks: Preset = {
  id: 'standard-webhooks',
  name: 'Standard Webhooks',
  docs: {
    url: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
    checked: '2026-11-23',
  },
  methods: ['POST'],
  signature: {
    kind: 'hmac-timestamped',
    algorithm: 'sha256',
    header: 'webhook-signature',
    grammar: { kind: 'versioned-list', version: 'v1' },
    encoding: 'base64',
    secretEncoding: 'whsec',
    timestamp: { kind: 'header', header: 'webhook-timestamp' },
    timestampUnit: 'seconds',
    signed: [
      { kind: 'header', header: 'webhook-id' },
      { kind: 'literal', text: '.' },
      { kind: 'timestamp' },
      { kind: 'literal', text: '.' },
      { kind: 'body' },
    ],
    toleranceSeconds: 300,
  },
  eventId: { kind: 'located', at: { header: 'webhook-id' }, trustUnsigned: false },
  eventType: { json: 'type' },
  sample: {
    eventType: 'contact.created',
    headers: { 'content-type': 'application/json', 'webhook-id': '{id}' },
    body: {
      type: '{type}',
      timestamp: '2026-11-23T10:00:00Z',
      data: { id: 'con_sample', first_name: 'Ada' },
    },
  },
};
