import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'nmi',
  name: 'NMI',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://docs.nmi.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'webhook-signature',
    format: { fields: { signature: 's' } },
    encoding: 'hex',
    signed: '{field:t}.{body}',
  },
  operations: {
    response: 'HTTP 200',
    retry: 'up to 20 over 3 days (15 s, 3x60 s, 5 m, 15 m, 30 m, 10 hourly, 2x12 h, 24 h)',
  },
  notes: ['separate product "MSU": header Signature = hex HMAC-SHA256(raw body)'],
  evidence: ['peach-payments/hyperswitch connector nmi.rs', 'docs.nmi.com retry-logic'],
};
