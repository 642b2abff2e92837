import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'opennode',
  name: 'OpenNode',
  category: 'crypto',
  confidence: 'medium',
  docs: { url: 'https://developers.opennode.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    form: 'hashed_order',
    encoding: 'hex',
    signed: '{form:id}',
    proves: 'sender',
  },
  notes: ['The signature covers the charge id alone: fetch the charge before acting on it.'],
  evidence: [
    'opennode rust crate docs, 2 handlers verifying id with the API key, hyperswitch connector',
  ],
};
