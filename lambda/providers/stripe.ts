import type { Preset } from '../model/preset.ts';

export const stripe: Preset = {
  id: 'stripe',
  name: 'Stripe',
  docs: { url: 'https://docs.stripe.com/webhooks#verify-manually', checked: '2026-11-23' },
  methods: ['POST'],
  signature: {
    kind: 'hmac-timestamped',
    algorithm: 'sha256',
    header: 'stripe-signature',
    grammar: { kind: 'fields', signatureField: 'v1' },
    encoding: 'hex',
    secretEncoding: 'utf8',
    timestamp: { kind: 'signature-field', field: 't' },
    timestampUnit: 'seconds',
    signed: [{ kind: 'timestamp' }, { kind: 'literal', text: '.' }, { kind: 'body' }],
    toleranceSeconds: 300,
  },
  eventId: { kind: 'located', at: { json: 'id' }, trustUnsigned: false },
  eventType: { json: 'type' },
  sample: {
    eventType: 'payment_intent.succeeded',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (sample)',
    },
    body: {
      id: '{id}',
      object: 'event',
      api_version: '2026-01-28',
      livemode: false,
      type: '{type}',
      data: {
        object: {
          id: 'pi_sample',
          object: 'payment_intent',
          amount: 2000,
          currency: 'eur',
          status: 'succeeded',
        },
      },
    },
  },
};
