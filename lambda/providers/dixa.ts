import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'dixa',
  name: 'Dixa',
  category: 'crm',
  confidence: 'high',
  docs: { url: 'https://docs.dixa.io/docs/webhooks/webhooks-security', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-dixa-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
    secretEncoding: 'hex',
    timestamp: { at: { field: 't' }, unit: 'milliseconds' },
    signed: '{timestamp}.{body}',
  },
  evidence: ['docs.dixa.io'],
};
