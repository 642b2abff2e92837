import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'moralis',
  name: 'Moralis Streams',
  category: 'crypto',
  confidence: 'high',
  docs: { url: 'https://docs.moralis.com/streams-api/evm/webhook-security', checked: '2026-11-23' },
  signature: {
    kind: 'digest',
    algorithm: 'keccak256',
    header: 'x-signature',
    format: { prefix: '0x' },
    encoding: 'hex',
    signed: '{body}{secret}',
  },
  eventType: { json: 'tag' },
  notes: ['needs a non-OpenSSL hash.'],
  evidence: ['10 implementations incl. Moralis docs mirror'],
};
