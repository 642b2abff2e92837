import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'modern-treasury',
  name: 'Modern Treasury',
  category: 'banking',
  confidence: 'high',
  docs: {
    url: 'https://docs.moderntreasury.com/platform/reference/webhook-signature-verification',
    checked: '2026-11-23',
  },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-signature', encoding: 'hex' },
  evidence: ['modern-treasury@3.3.0 resources/webhooks.js'],
};
