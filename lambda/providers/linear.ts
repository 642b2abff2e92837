import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'linear',
  name: 'Linear',
  category: 'productivity',
  confidence: 'high',
  docs: { url: 'https://linear.app/developers/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'linear-signature',
    encoding: 'hex',
    timestamp: { at: { json: 'webhookTimestamp' }, unit: 'milliseconds', toleranceSeconds: 60 },
  },
  eventId: { header: 'linear-delivery' },
  eventType: { json: 'type' },
  operations: { response: '200' },
  evidence: ['@linear/sdk@98.0.0 webhooks', 'Nango', 'wbhk'],
  sample: {
    eventType: 'Issue',
    body: {
      action: 'create',
      type: '{type}',
      webhookId: '{id}',
      webhookTimestamp: 0,
      data: { id: 'sample' },
    },
  },
};
