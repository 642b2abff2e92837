import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mollie-classic',
  name: 'Mollie (classic per-payment webhookUrl)',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://docs.mollie.com/reference/webhooks', checked: '2026-11-23' },
  token: { path: true },
  operations: { response: '200' },
  notes: [
    'unknown ids should still be answered 200 to avoid leaking.',
    'The callback names a resource and proves nothing: fetch it from the Mollie API before acting on it.',
  ],
  evidence: ['@mollie/api-client README', 'independent code (classic webhooks unsigned)'],
  sample: { form: { id: 'tr_sample' } },
};
