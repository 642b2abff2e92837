import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'x-twitter',
  name: 'X (Twitter) Account Activity / webhooks',
  category: 'messaging',
  confidence: 'high',
  docs: { url: 'https://docs.x.com/x-api/webhooks/introduction', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-twitter-webhooks-signature',
    format: { prefix: 'sha256=' },
    encoding: 'base64',
  },
  handshakes: [
    {
      when: { method: 'GET', has: { query: 'crc_token' } },
      proof: 'none',
      reply: {
        json: {
          response_token: {
            prefix: 'sha256=',
            of: '{query:crc_token}',
            apply: 'hmac-sha256-base64',
          },
        },
      },
    },
  ],
  operations: { response: '2xx' },
  evidence: ['convoy crc.go + vector', 'wbhk', 'webhookx (its POST check uses hex: bug)'],
};
