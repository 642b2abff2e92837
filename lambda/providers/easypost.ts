import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'easypost',
  name: 'EasyPost',
  category: 'other',
  confidence: 'high',
  docs: { url: 'https://docs.easypost.com/guides/webhooks-guide', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-hmac-signature',
    format: { prefix: 'hmac-sha256-hex=' },
    encoding: 'hex',
    secretTransform: 'nfkd',
  },
  eventId: { json: 'id' },
  eventType: { json: 'description' },
  notes: ['the JS SDK rewrites "weight": 1 -> 1.0 before HMAC to undo re-serialisation.'],
  evidence: ['@easypost/api@8.9.0 utils/util.js'],
};
