import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'persona',
  name: 'Persona',
  category: 'kyc',
  confidence: 'medium',
  docs: { url: 'https://docs.withpersona.com/webhooks-best-practices', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'persona-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' } },
    signed: '{timestamp}.{body}',
  },
  eventType: { json: 'data.attributes.name' },
  operations: { rotation: 'space-separated t=..,v1=.. groups' },
  evidence: ['implementations (header, t/v1)'],
};
