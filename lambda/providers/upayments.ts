import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'upayments',
  name: 'UPayments (KW)',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://developers.upayments.com/reference/validating-incoming-webhook-signatures',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-signature',
    encoding: 'base64',
    timestamp: { at: { header: 'x-timestamp' } },
    signed: '{timestamp}{method}{url}{body}',
  },
  evidence: ['developers.upayments.com'],
};
