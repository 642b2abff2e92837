import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'xero',
  name: 'Xero',
  category: 'finance',
  confidence: 'high',
  docs: {
    url: 'https://developer.xero.com/documentation/guides/webhooks/overview/',
    checked: '2026-11-23',
  },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-xero-signature', encoding: 'base64' },
  replies: { rejectedStatus: 401, accepted: { text: '' } },
  operations: { response: '200 empty body within 5 s' },
  evidence: ['webhook-verify spec (cites Xero docs + sample app)', 'Nango'],
};
