import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'pagerduty',
  name: 'PagerDuty v3',
  category: 'ops',
  confidence: 'high',
  docs: {
    url: 'https://developer.pagerduty.com/docs/verifying-webhook-signatures',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-pagerduty-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
  },
  eventId: { json: 'event.id' },
  eventType: { json: 'event.event_type' },
  operations: { rotation: 'several v1 entries' },
  evidence: ['Nango', 'wbhk', 'convoy'],
};
