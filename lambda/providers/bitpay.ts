import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'bitpay',
  name: 'BitPay IPN',
  category: 'crypto',
  confidence: 'high',
  docs: { url: 'https://developer.bitpay.com/reference/notifications', checked: '2026-11-23' },
  token: { path: true },
  eventType: { json: 'status' },
  replies: { accepted: { text: '' } },
  operations: { response: '200 with EMPTY body', retry: 'several until success or give-up' },
  notes: ['BitPay advises against address lists; fetch the invoice before acting on it.'],
  evidence: ['developer.bitpay.com'],
};
