import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'coingate',
  name: 'CoinGate',
  category: 'crypto',
  confidence: 'medium',
  docs: { url: 'https://developer.coingate.com/docs/payment-callback', checked: '2026-11-23' },
  token: { form: 'token' },
  eventType: { form: 'status' },
  evidence: ['peach-payments/hyperswitch connector coingate.rs'],
  sample: { form: { id: '{id}', order_id: 'order-1', status: '{type}' } },
};
