import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'xaman',
  name: 'Xaman (Xumm)',
  category: 'crypto',
  confidence: 'medium',
  docs: { url: 'https://docs.xaman.dev/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    header: 'x-xumm-request-signature',
    encoding: 'hex',
    timestamp: { at: { header: 'x-xumm-request-timestamp' } },
    signed: '{timestamp}{body}',
    allowWeakAlgorithm: true,
  },
  evidence: ['docs.xaman.dev'],
};
