import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'hubspot-v3',
  name: 'HubSpot v3',
  category: 'crm',
  confidence: 'high',
  docs: {
    url: 'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-hubspot-signature-v3',
    encoding: 'base64',
    timestamp: {
      at: { header: 'x-hubspot-request-timestamp' },
      unit: 'milliseconds',
      toleranceSeconds: 300,
    },
    signed: '{method}{url}{body}{timestamp}',
  },
  operations: { response: '2xx' },
  evidence: ['@hubspot/api-client@13.5.0', 'knocker', 'wbhk'],
};
