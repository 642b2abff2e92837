import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'plaid',
  name: 'Plaid',
  category: 'banking',
  confidence: 'high',
  docs: { url: 'https://plaid.com/docs/api/webhooks/webhook-verification/', checked: '2026-11-23' },
  signature: {
    kind: 'jwt',
    algorithms: ['ES256'],
    header: 'plaid-verification',
    key: { stored: 'jwk' },
    bodyHash: { claim: 'request_body_sha256', algorithm: 'sha256', encoding: 'hex' },
    maxAgeSeconds: 300,
  },
  eventType: { json: 'webhook_type' },
  notes: [
    'The key comes from /webhook_verification_key/get by the kid in the token; that call takes your client id and secret. Store the JSON Web Key it answers as the signing secret and set it again when Plaid rotates it.',
  ],
  evidence: ['several implementations quoting Plaid docs'],
};
