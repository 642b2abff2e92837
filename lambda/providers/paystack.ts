import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'paystack',
  name: 'Paystack',
  category: 'payments-africa',
  confidence: 'high',
  docs: { url: 'https://paystack.com/docs/payments/webhooks/', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha512', header: 'x-paystack-signature', encoding: 'hex' },
  addresses: { ranges: ['52.31.139.75', '52.49.173.169', '52.214.14.220'] },
  eventType: { json: 'event' },
  operations: { response: '200', retry: 'test mode: 10 attempts hourly' },
  notes: ['there is no charge.failed event'],
  evidence: ['hyperswitch paystack.rs', 'wbhk registry', 'paystack-openapi SDK'],
};
