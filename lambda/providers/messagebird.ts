import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'messagebird',
  name: 'MessageBird / Bird (legacy)',
  category: 'telecom',
  confidence: 'high',
  docs: {
    url: 'https://developers.messagebird.com/api/#verifying-http-requests',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'jwt',
    algorithms: ['HS256', 'HS384', 'HS512'],
    header: 'messagebird-signature-jwt',
    key: { stored: 'utf8' },
    issuer: 'MessageBird',
    urlHash: { claim: 'url_hash', algorithm: 'sha256', encoding: 'hex' },
    bodyHash: {
      claim: 'payload_hash',
      algorithm: 'sha256',
      encoding: 'hex',
      absentWhenEmpty: true,
    },
  },
  evidence: ['messagebird@4.0.1 lib + testdata'],
};
