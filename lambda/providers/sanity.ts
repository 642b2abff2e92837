import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'sanity',
  name: 'Sanity',
  category: 'cms',
  confidence: 'high',
  docs: { url: 'https://www.sanity.io/docs/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'sanity-webhook-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'base64url',
    timestamp: { at: { field: 't' }, unit: 'milliseconds' },
    signed: '{timestamp}.{body}',
  },
  eventId: { header: 'idempotency-key' },
  operations: {
    retry: '2 retries at 30 s (since 2026-04-29; previously 30 min backoff), only on 429/5xx',
  },
  notes: ['base64url WITHOUT padding; SDK enforces no replay window.'],
  evidence: ['@sanity/webhook@4.0.4'],
};
