import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'finix',
  name: 'Finix',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://docs.finix.com/guides/developers/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'finix-signature',
    format: { fields: { signature: 'sig' } },
    encoding: 'hex',
    timestamp: { at: { field: 'timestamp' } },
    signed: '{timestamp}:{body}',
  },
  evidence: ['peach-payments/hyperswitch connector finix.rs (timestamp/sig kv)'],
};
