import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'lemon-squeezy',
  name: 'Lemon Squeezy',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://docs.lemonsqueezy.com/help/webhooks/signing-requests',
    checked: '2026-11-23',
  },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-signature', encoding: 'hex' },
  evidence: ['tern', 'wbhk', 'knocker'],
};
