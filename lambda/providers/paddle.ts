import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'paddle',
  name: 'Paddle Billing',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://developer.paddle.com/webhooks/signature-verification',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'paddle-signature',
    format: { fields: { signature: 'h1', separator: ';' } },
    encoding: 'hex',
    timestamp: { at: { field: 'ts' }, toleranceSeconds: 5 },
    signed: '{timestamp}:{body}',
  },
  eventId: { json: 'event_id' },
  eventType: { json: 'event_type' },
  operations: {
    response: '200 within 5 s',
    retry: 'live: 60 attempts over 3 days, exponential',
    rotation: 'one h1 per active secret (Go SDK/doc: any match; Node SDK keeps only the LAST h1)',
  },
  evidence: ['@paddle/paddle-node-sdk@3.10.0', 'paddle-go-sdk vector reproduced'],
};
