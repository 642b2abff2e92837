import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'saleor',
  name: 'Saleor',
  category: 'commerce',
  confidence: 'high',
  docs: {
    url: 'https://docs.saleor.io/developer/extending/webhooks/payload-signature',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'detached-jws',
    algorithms: ['RS256'],
    header: 'saleor-signature',
    key: {
      url: 'https://{setting:domain}/.well-known/jwks.json',
      hosts: ['{setting:domain}'],
      answers: 'jwks',
    },
  },
  eventType: { header: 'saleor-event' },
  settings: { domain: 'host name of the Saleor API, such as example.saleor.cloud' },
  evidence: ['@saleor/app-sdk@1.15.0 chunk-45VRFJLY.js'],
};
