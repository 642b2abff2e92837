import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'sumsub',
  name: 'Sumsub',
  category: 'kyc',
  confidence: 'high',
  docs: { url: 'https://docs.sumsub.com/docs/webhook-manager', checked: '2026-11-23' },
  signature: {
    kind: 'any',
    of: [
      { kind: 'hmac', algorithm: 'sha256', header: 'x-payload-digest', encoding: 'hex' },
      { kind: 'hmac', algorithm: 'sha512', header: 'x-payload-digest', encoding: 'hex' },
      {
        kind: 'hmac',
        algorithm: 'sha1',
        header: 'x-payload-digest',
        encoding: 'hex',
        allowWeakAlgorithm: true,
      },
    ],
  },
  eventType: { json: 'type' },
  notes: ['algorithm agility driven by a header: allow-list it.'],
  evidence: ['7 implementations'],
};
