import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'vonage',
  name: 'Vonage Messages / Voice (signed webhooks)',
  category: 'telecom',
  confidence: 'medium',
  docs: {
    url: 'https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'jwt',
    algorithms: ['HS256'],
    header: 'authorization',
    prefix: 'Bearer ',
    key: { stored: 'utf8' },
    bodyHash: { claim: 'payload_hash', algorithm: 'sha256', encoding: 'hex' },
  },
  operations: { response: '200' },
  notes: ['legacy SMS API: sig param = MD5/HMAC of sorted &k=v with reserved chars replaced by _.'],
  evidence: ['@vonage/jwt@1.14.0 verifySignature.js'],
};
