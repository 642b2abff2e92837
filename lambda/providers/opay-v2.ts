import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'opay-v2',
  name: 'OPay callback v2',
  category: 'payments-africa',
  confidence: 'medium',
  docs: { url: 'https://doc.opaycheckout.com/callback-signature-v2', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha512',
    headers: ['signature', 'authorization'],
    encoding: 'hex',
    timestamp: { at: { header: 'requesttimestamp' }, unit: 'milliseconds' },
    signed: '{timestamp}{body}',
  },
  evidence: ['doc.opaycheckout.com callback-signature-v2'],
};
