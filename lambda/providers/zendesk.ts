import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'zendesk',
  name: 'Zendesk',
  category: 'crm',
  confidence: 'high',
  docs: {
    url: 'https://developer.zendesk.com/documentation/webhooks/verifying/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-zendesk-webhook-signature',
    encoding: 'base64',
    timestamp: { at: { header: 'x-zendesk-webhook-signature-timestamp' }, unit: 'iso-8601' },
    signed: '{timestamp}{body}',
  },
  eventId: { header: 'x-zendesk-webhook-invocation-id' },
  evidence: ['Zendesk doc quoted by an implementer', 'webhookx', 'wbhk', '3 impls'],
};
