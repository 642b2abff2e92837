import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'meta',
  name: 'Meta: WhatsApp Cloud API, Messenger, Instagram, Facebook Graph',
  category: 'messaging',
  confidence: 'high',
  docs: {
    url: 'https://developers.facebook.com/docs/graph-api/webhooks/getting-started',
    checked: '2026-11-23',
  },
  methods: ['POST'],
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-hub-signature-256',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  handshakes: [
    {
      when: { method: 'GET', has: { query: 'hub.challenge' } },
      proof: { tokenAt: { query: 'hub.verify_token' } },
      reply: { text: '{query:hub.challenge}' },
    },
  ],
  operations: {
    response: '200; optional mTLS client certificate',
    retry: 'WhatsApp: exponential up to 7 days',
  },
  notes: ['The token secret is the verify token of the subscription.'],
  evidence: ['wbhk', 'nuxt-webhook-validators', 'knocker'],
};
