import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'lark-feishu',
  name: 'Lark / Feishu',
  category: 'messaging',
  confidence: 'high',
  docs: {
    url: 'https://open.larksuite.com/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'digest',
    algorithm: 'sha256',
    header: 'x-lark-signature',
    encoding: 'hex',
    timestamp: { at: { header: 'x-lark-request-timestamp' } },
    signed: '{timestamp}{header:x-lark-request-nonce}{secret}{body}',
  },
  eventId: { json: 'header.event_id' },
  eventType: { json: 'header.event_type' },
  handshakes: [
    {
      when: { has: { json: 'type' }, equals: 'url_verification' },
      proof: 'none',
      reply: { json: { challenge: '{json:challenge}' } },
    },
  ],
  operations: { response: '200 within 3 s' },
  notes: [
    'SDK re-serialises the JSON, compares with === and accepts everything when no encrypt key is set',
    'Events that Lark encrypts arrive encrypted: the handler decrypts them.',
  ],
  evidence: ['@larksuiteoapi/node-sdk@1.74.0', 'several implementations'],
  sample: {
    body: {
      schema: '2.0',
      header: { event_id: '{id}', event_type: '{type}', token: 'sample' },
      event: {},
    },
  },
};
