import type { Preset } from '../model/preset.ts';

/** GitHub signs the body alone: delivery id and event name travel in headers that the signature does not cover. */
export const preset: Preset = {
  id: 'github',
  name: 'GitHub',
  category: 'dev',
  confidence: 'high',
  docs: {
    url: 'https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-hub-signature-256',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  addresses: { ranges: [], list: { url: 'https://api.github.com/meta', json: 'hooks' } },
  eventId: { header: 'x-github-delivery' },
  eventType: { header: 'x-github-event' },
  sample: {
    eventType: 'ping',
    headers: { 'user-agent': 'GitHub-Hookshot/sample' },
    body: {
      zen: 'Keep it logically awesome: {id}',
      hook_id: 1,
      hook: { type: 'Repository', id: 1, active: true },
    },
  },
};
