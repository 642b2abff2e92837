import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'midtrans-iris',
  name: 'Midtrans Iris payouts',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://docs.midtrans.com/reference/notification-payload-1',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'digest',
    algorithm: 'sha512',
    header: 'iris-signature',
    encoding: 'hex',
    signed: '{body}{secret}',
  },
  eventType: { json: 'status' },
  evidence: ['docs.midtrans.com reference (formula + code)'],
};
