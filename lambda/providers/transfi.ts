import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'transfi',
  name: 'TransFi',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://docs.transfi.com/docs/webhook-signature', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-transfi-hmac-hash', encoding: 'hex' },
  operations: { response: '200', retry: '8 times every 15 min (2 h)' },
  evidence: ['docs.transfi.com'],
};
