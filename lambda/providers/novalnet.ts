import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'novalnet',
  name: 'Novalnet',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://developer.novalnet.de/', checked: '2026-11-23' },
  signature: {
    kind: 'digest',
    algorithm: 'sha256',
    json: 'event.checksum',
    encoding: 'hex',
    signed:
      '{json:event.tid}{json:event.type}{json:result.status}{json:transaction.amount?}{json:transaction.currency?}{secret|reverse}',
  },
  evidence: ['hyperswitch-prism novalnet.rs'],
};
