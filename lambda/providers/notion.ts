import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'notion',
  name: 'Notion',
  category: 'productivity',
  confidence: 'high',
  docs: { url: 'https://developers.notion.com/reference/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-notion-signature',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  handshakes: [
    {
      when: { method: 'POST', has: { json: 'verification_token' } },
      proof: 'none',
      storeSecret: { json: 'verification_token' },
      reply: { text: '' },
    },
  ],
  notes: [
    'Notion hands over the verification token in its first request; it is stored once, while the source has none, and confirmed in the Notion page.',
  ],
  evidence: ['@notionhq/client@5.26.0 webhooks.js', 'Nango'],
};
