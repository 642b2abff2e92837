import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'coinbase-cdp',
  name: 'Coinbase Developer Platform',
  category: 'crypto',
  confidence: 'high',
  docs: { url: 'https://docs.cdp.coinbase.com/webhooks/verify-signatures', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-hook0-signature',
    format: { fields: { signature: 'v0' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' }, toleranceSeconds: 300 },
    signed: '{timestamp}.{body}',
  },
  evidence: ['webhook-verify spec quoting CDP docs', 'hook0 clients'],
};
