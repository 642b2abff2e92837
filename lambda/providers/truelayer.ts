import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'truelayer',
  name: 'TrueLayer',
  category: 'banking',
  confidence: 'high',
  docs: { url: 'https://docs.truelayer.com/docs/webhook-signatures', checked: '2026-11-23' },
  signature: {
    kind: 'detached-jws',
    algorithms: ['ES512'],
    header: 'tl-signature',
    key: {
      url: 'https://webhooks.truelayer.com/.well-known/jwks',
      hosts: ['webhooks.truelayer.com'],
      answers: 'jwks',
    },
    signed: '{method} {path}\n{field:headers}{body}',
    signedHeaderList: 'tl_headers',
  },
  token: { path: true },
  eventId: { json: 'event_id' },
  eventType: { json: 'type' },
  notes: [
    'One key signs for all of its customers: the token in the path is what ties a request to yours.',
    'The key set is that of production; sandbox webhooks need a recipe of their own with webhooks.truelayer-sandbox.com.',
  ],
  evidence: ['truelayer-signing@0.2.3 lib + repo test-resources vector'],
  sample: { headers: { 'x-tl-webhook-timestamp': '2026-11-23T10:00:00Z' } },
};
