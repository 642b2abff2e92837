import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'hubspot-v2',
  name: 'HubSpot v2',
  category: 'crm',
  confidence: 'high',
  docs: {
    url: 'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'digest',
    algorithm: 'sha256',
    header: 'x-hubspot-signature',
    encoding: 'hex',
    signed: '{secret}{method}{url}{body}',
  },
  evidence: ['@hubspot/api-client@13.5.0'],
};
