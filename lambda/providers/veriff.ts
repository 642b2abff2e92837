import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'veriff',
  name: 'Veriff',
  category: 'kyc',
  confidence: 'medium',
  docs: {
    url: 'https://devdocs.veriff.com/docs/hmac-authentication-and-endpoint-security',
    checked: '2026-11-23',
  },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-hmac-signature', encoding: 'hex' },
  evidence: ['implementations', 'svix ingest has Veriff source'],
};
