import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'youtube-websub',
  name: 'YouTube / WebSub (PubSubHubbub)',
  category: 'media',
  confidence: 'medium',
  docs: { url: 'https://www.w3.org/TR/websub/', checked: '2026-11-23' },
  signature: {
    kind: 'any',
    of: [
      {
        kind: 'hmac',
        algorithm: 'sha256',
        header: 'x-hub-signature',
        format: { prefix: 'sha256=' },
        encoding: 'hex',
      },
      {
        kind: 'hmac',
        algorithm: 'sha512',
        header: 'x-hub-signature',
        format: { prefix: 'sha512=' },
        encoding: 'hex',
      },
      {
        kind: 'hmac',
        algorithm: 'sha384',
        header: 'x-hub-signature',
        format: { prefix: 'sha384=' },
        encoding: 'hex',
      },
      {
        kind: 'hmac',
        algorithm: 'sha1',
        header: 'x-hub-signature',
        format: { prefix: 'sha1=' },
        encoding: 'hex',
        allowWeakAlgorithm: true,
      },
    ],
  },
  handshakes: [
    {
      when: { method: 'GET', has: { query: 'hub.challenge' } },
      proof: 'none',
      reply: { text: '{query:hub.challenge}' },
    },
  ],
  operations: { response: '2xx even if the signature is wrong (WebSub: ack then discard)' },
  evidence: [
    '4 independent WebSub subscribers (GET hub.challenge echo, lease renewal, optional hub.secret)',
  ],
};
