import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'daily',
  name: 'Daily.co',
  category: 'media',
  confidence: 'high',
  docs: { url: 'https://docs.daily.co/reference/rest-api/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-webhook-signature',
    encoding: 'base64',
    secretEncoding: 'base64',
    timestamp: { at: { header: 'x-webhook-timestamp' }, unit: 'epoch' },
    signed: '{timestamp}.{body}',
  },
  operations: { response: '200' },
  evidence: ['2 independent implementations + production set-up notes'],
};
