import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'cashtocode',
  name: 'CashtoCode',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://github.com/peach-payments/hyperswitch', checked: '2026-11-23' },
  token: { header: 'authorization' },
  evidence: ['peach-payments/hyperswitch connector cashtocode.rs'],
};
