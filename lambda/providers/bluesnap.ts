import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'bluesnap',
  name: 'BlueSnap',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://developers.bluesnap.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'bls-signature',
    encoding: 'hex',
    timestamp: { at: { header: 'bls-ipn-timestamp' }, unit: 'epoch' },
    signed: '{timestamp}{body}',
  },
  evidence: ['hyperswitch-prism bluesnap.rs'],
};
