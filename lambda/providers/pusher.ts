import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'pusher',
  name: 'Pusher Channels',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://pusher.com/docs/channels/server_api/webhooks/', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-pusher-signature', encoding: 'hex' },
  operations: { response: '2xx within 4 s', retry: 'exponential for 5 min' },
  evidence: ['pusher@5.3.4 lib/webhook.js'],
};
