import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'quickpay',
  name: 'Quickpay',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://learn.quickpay.net/tech-talk/api/callback', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'quickpay-checksum-sha256',
    encoding: 'hex',
  },
  eventType: { header: 'quickpay-resource-type' },
  operations: { retry: 'up to 24 tries with growing delays' },
  evidence: ['learn.quickpay.net callback page'],
};
