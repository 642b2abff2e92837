import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'paymongo',
  name: 'PayMongo',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://developers.paymongo.com/docs/securing-webhook', checked: '2026-11-23' },
  signature: {
    kind: 'any',
    of: [
      {
        kind: 'hmac',
        algorithm: 'sha256',
        header: 'paymongo-signature',
        format: { fields: { signature: 'li' } },
        encoding: 'hex',
        timestamp: { at: { field: 't' } },
        signed: '{timestamp}.{body}',
      },
      {
        kind: 'hmac',
        algorithm: 'sha256',
        header: 'paymongo-signature',
        format: { fields: { signature: 'te' } },
        encoding: 'hex',
        timestamp: { at: { field: 't' } },
        signed: '{timestamp}.{body}',
      },
    ],
  },
  eventId: { json: 'data.id' },
  eventType: { json: 'data.attributes.type' },
  operations: {
    response: '2xx',
    retry:
      '12 retries, exponential, 136.5 min in total; disabled after 3 consecutive exhausted events',
  },
  notes: [
    'test and live signatures travel in different fields of the same header',
    'li is the live signature, te the test one: a secret of one mode accepts its own alone.',
  ],
  evidence: ['developers.paymongo.com securing-webhook + retry pages'],
};
