import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'checkbook',
  name: 'Checkbook.io',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://docs.checkbook.io/docs/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'signature',
    format: { fields: { signature: 'signature' } },
    encoding: 'hex',
    signed: '{body}{field:nonce}',
  },
  addresses: { ranges: ['52.10.180.255', '54.70.79.20'] },
  evidence: ['peach-payments/hyperswitch connector checkbook.rs', 'svix ingest'],
};
