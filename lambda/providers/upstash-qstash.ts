import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'upstash-qstash',
  name: 'Upstash QStash',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://upstash.com/docs/qstash/howto/signature', checked: '2026-11-23' },
  signature: {
    kind: 'jwt',
    algorithms: ['HS256'],
    header: 'upstash-signature',
    key: { stored: 'utf8' },
    issuer: 'Upstash',
    claims: { sub: '{url}' },
    bodyHash: { claim: 'body', algorithm: 'sha256', encoding: 'base64url' },
  },
  eventId: { header: 'upstash-message-id' },
  operations: { rotation: 'current then next key' },
  evidence: ['@upstash/qstash@2.12.0 chunk'],
};
