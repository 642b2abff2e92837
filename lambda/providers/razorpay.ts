import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'razorpay',
  name: 'Razorpay',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://razorpay.com/docs/webhooks/validate-test/', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-razorpay-signature', encoding: 'hex' },
  eventType: { json: 'event' },
  operations: {
    response: '2xx',
    retry:
      'exponential for 24 h after event creation, then the webhook is disabled; after a secret change retried old events keep the OLD secret',
  },
  evidence: ['razorpay@2.9.8 razorpay-utils.js', 'wbhk registry', 'tern'],
};
