import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'phonepe-v1',
  name: 'PhonePe (X-VERIFY)',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://developer.phonepe.com/v4/reference/s2s-call-back-1',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'digest',
    algorithm: 'sha256',
    header: 'x-verify',
    format: { positions: { separator: '###', signature: 0 } },
    encoding: 'hex',
    signed: '{json:response}{secret}',
  },
  evidence: [
    'developer.phonepe.com v4 S2S callback page',
    'published X-VERIFY request example reproduced',
  ],
};
