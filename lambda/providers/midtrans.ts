import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'midtrans',
  name: 'Midtrans payment notification',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://docs.midtrans.com/docs/https-notification-webhooks',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'digest',
    algorithm: 'sha512',
    json: 'signature_key',
    encoding: 'hex',
    signed: '{json:order_id}{json:status_code}{json:gross_amount}{secret}',
  },
  eventType: { json: 'transaction_status' },
  evidence: ['docs.midtrans.com partner notification', 'plugin release notes'],
};
