import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'fourthwall',
  name: 'Fourthwall',
  category: 'commerce',
  confidence: 'medium',
  docs: { url: 'https://docs.fourthwall.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-fourthwall-hmac-sha256',
    encoding: 'base64',
  },
  evidence: ['nuxt-webhook-validators'],
};
