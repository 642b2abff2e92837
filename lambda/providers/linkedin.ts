import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'linkedin',
  name: 'LinkedIn webhooks',
  category: 'messaging',
  confidence: 'medium',
  docs: {
    url: 'https://learn.microsoft.com/linkedin/shared/api-guide/webhook-validation',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-li-signature',
    encoding: 'hex',
    signed: 'hmacsha256={body}',
  },
  eventType: { json: 'type' },
  handshakes: [
    {
      when: { method: 'GET', has: { query: 'challengeCode' } },
      proof: 'none',
      reply: {
        json: {
          challengeCode: '{query:challengeCode}',
          challengeResponse: { of: '{query:challengeCode}', apply: 'hmac-sha256-hex' },
        },
      },
    },
  ],
  evidence: ['Microsoft Learn mirror + implementations'],
};
