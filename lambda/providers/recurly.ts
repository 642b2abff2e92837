import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'recurly',
  name: 'Recurly',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://recurly.com/developers/reference/webhooks/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'recurly-signature',
    format: { positions: { separator: ',', signature: 1, repeats: true } },
    encoding: 'hex',
    timestamp: { at: { position: 0 }, unit: 'milliseconds' },
    signed: '{timestamp}.{body}',
  },
  eventType: { json: 'event_type' },
  operations: {
    retry: '10 retries, about 10 + x*2^(x+5) s',
    rotation: 'old key 24 h -> extra signature',
  },
  notes: ['unit conflict ms vs s: ms per connector comment.'],
  evidence: [
    'peach-payments/hyperswitch connector recurly.rs (timestamp in ms, old key valid 24 h)',
    'wbhk (says unix)',
  ],
};
