import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'dropbox',
  name: 'Dropbox',
  category: 'productivity',
  confidence: 'high',
  docs: { url: 'https://www.dropbox.com/developers/reference/webhooks', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-dropbox-signature', encoding: 'hex' },
  handshakes: [
    {
      when: { method: 'GET', has: { query: 'challenge' } },
      proof: 'none',
      reply: { text: '{query:challenge}' },
    },
  ],
  operations: { response: '2xx' },
  evidence: ['webhook-verify spec', 'nuxt-webhook-validators', 'wbhk'],
};
