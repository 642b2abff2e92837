import type { Preset } from '../model/preset.ts';

/** GitHub signs the body alone: delivery id and event name travel in headers that the signature does not cover. */
export const github: Preset = {
  id: 'github',
  name: 'GitHub',
  docs: {
    url: 'https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries',
    checked: '2026-11-23',
  },
  methods: ['POST'],
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-hub-signature-256',
    grammar: { kind: 'plain', prefix: 'sha256=' },
    encoding: 'hex',
    secretEncoding: 'utf8',
  },
  eventId: { kind: 'located', at: { header: 'x-github-delivery' }, trustUnsigned: false },
  eventType: { header: 'x-github-event' },
  sample: {
    eventType: 'ping',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/sample',
      'x-github-event': '{type}',
      'x-github-delivery': '{id}',
    },
    body: {
      zen: 'Keep it logically awesome: {id}',
      hook_id: 1,
      hook: { type: 'Repository', id: 1, active: true },
    },
  },
};
