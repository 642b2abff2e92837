import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'signifyd',
  name: 'Signifyd',
  category: 'finance',
  confidence: 'medium',
  docs: { url: 'https://docs.signifyd.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-signifyd-sec-hmac-sha256',
    encoding: 'base64',
  },
  evidence: ['peach-payments/hyperswitch connector signifyd.rs'],
};
