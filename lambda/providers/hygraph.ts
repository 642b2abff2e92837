import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'hygraph',
  name: 'Hygraph',
  category: 'cms',
  confidence: 'medium',
  docs: { url: 'https://hygraph.com/docs/api-reference/basics/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'gcms-signature',
    format: { fields: { signature: 'sign' } },
    encoding: 'base64',
    timestamp: { at: { field: 't' }, unit: 'epoch' },
    signed:
      '{{"Body":{body|json-string},"EnvironmentName":{field:env|json-string},"TimeStamp":{timestamp}}}',
  },
  evidence: ['nuxt-webhook-validators hygraph.ts'],
};
