import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'revolut',
  name: 'Revolut (Merchant / Business)',
  category: 'banking',
  confidence: 'high',
  docs: {
    url: 'https://developer.revolut.com/docs/guides/accept-payments/tutorials/work-with-webhooks/verify-the-payload-signature',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'revolut-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
    timestamp: {
      at: { header: 'revolut-request-timestamp' },
      unit: 'milliseconds',
      toleranceSeconds: 300,
    },
    signed: 'v1.{timestamp}.{body}',
  },
  addresses: { ranges: ['35.246.21.235', '34.89.70.170'] },
  eventType: { json: 'event' },
  operations: {
    rotation:
      'rotate endpoint with optional expiration_period (ISO 8601, max 7 days) during which both secrets sign',
  },
  evidence: ['hyperswitch-prism revolut.rs'],
};
