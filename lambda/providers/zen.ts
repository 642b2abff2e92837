import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'zen',
  name: 'ZEN.com',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://github.com/peach-payments/hyperswitch', checked: '2026-11-23' },
  signature: {
    kind: 'digest',
    algorithm: 'sha256',
    json: 'hash',
    encoding: 'hex',
    signed: '{json:merchantTransactionId}{json:currency}{json:amount}{json:status|upper}{secret}',
  },
  evidence: ['peach-payments/hyperswitch connector zen.rs'],
};
