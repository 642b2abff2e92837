import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'stripe',
  name: 'Stripe',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://docs.stripe.com/webhooks#verify-manually', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'stripe-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' }, toleranceSeconds: 300 },
    signed: '{timestamp}.{body}',
  },
  addresses: {
    ranges: [],
    list: { url: 'https://stripe.com/files/ips/ips_webhooks.json', json: 'WEBHOOKS' },
  },
  eventId: { json: 'id' },
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
