import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'cashfree',
  name: 'Cashfree PG',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://www.cashfree.com/docs/payments/online/webhooks/signature-verification',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-webhook-signature',
    encoding: 'base64',
    timestamp: { at: { header: 'x-webhook-timestamp' }, unit: 'milliseconds' },
    signed: '{timestamp}{body}',
  },
  addresses: { ranges: ['52.66.101.190', '3.109.102.144', '18.60.134.245', '18.60.183.142'] },
  eventType: { json: 'type' },
  notes: [
    'docs page writes "$timestamp.$payload" but the dot is PHP-style concatenation: no separator in the SDK. Vendor pages contradict each other (one shows "{ts}.{body}", others and the official SDK "{ts}{body}"); SDK form reproduced.',
  ],
  evidence: ['cashfree-pg@6.0.6 PGVerifyWebhookSignature', 'Cashfree docs', 'lago'],
};
