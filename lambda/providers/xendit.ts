import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'xendit',
  name: 'Xendit',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://docs.xendit.co/webhook', checked: '2026-11-23' },
  token: { header: 'x-callback-token' },
  evidence: ['peach-payments/hyperswitch connector xendit.rs'],
};
