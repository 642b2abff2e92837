import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'contentful',
  name: 'Contentful',
  category: 'cms',
  confidence: 'high',
  docs: {
    url: 'https://www.contentful.com/developers/docs/webhooks/request-verification/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-contentful-signature',
    encoding: 'hex',
    timestamp: {
      at: { header: 'x-contentful-timestamp' },
      unit: 'milliseconds',
      toleranceSeconds: 30,
    },
    signed: [
      '{method}\n{path}\n',
      {
        pairs: 'headers',
        listedIn: 'x-contentful-signed-headers',
        mustList: ['x-contentful-signed-headers', 'x-contentful-timestamp'],
        order: 'received',
        assign: ':',
        join: ';',
      },
      '\n{body}',
    ],
  },
  eventType: { header: 'x-contentful-topic' },

  sample: {
    headers: {
      'x-contentful-signed-headers': 'x-contentful-signed-headers,x-contentful-timestamp',
      'x-contentful-topic': 'ContentManagement.Entry.publish',
    },
  },
};
