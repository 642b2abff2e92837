import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'asana',
  name: 'Asana',
  category: 'productivity',
  confidence: 'high',
  docs: { url: 'https://developers.asana.com/docs/webhooks-guide', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-hook-signature', encoding: 'hex' },
  handshakes: [
    {
      when: { method: 'POST', has: { header: 'x-hook-secret' } },
      proof: 'none',
      storeSecret: { header: 'x-hook-secret' },
      reply: { headers: { 'X-Hook-Secret': '{header:x-hook-secret}' }, text: '' },
    },
  ],
  operations: { response: '200/204' },
  notes: [
    'Asana hands over the secret in its first request; it is stored once, while the source has none. Clear the secret to subscribe anew.',
  ],
  evidence: ['n8n-node-mocker', 'wbhk'],
};
