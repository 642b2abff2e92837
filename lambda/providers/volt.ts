import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'volt',
  name: 'Volt',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://docs.volt.io/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-volt-signed',
    encoding: 'hex',
    timestamp: { at: { header: 'x-volt-timed' } },
    signed: '{body}|{timestamp}|{header:user-agent|last-segment}',
  },
  notes: ['part of User-Agent is signed.'],
  evidence: ['peach-payments/hyperswitch connector volt.rs'],
};
