import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'tabapay',
  name: 'TabaPay',
  category: 'payments',
  confidence: 'medium',
  docs: {
    url: 'https://developers.tabapay.com/reference/webhook-signature-headers',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-hmac-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' } },
    signed: '{timestamp}.{body}',
  },
  eventId: { header: 'idempotency-key' },
  operations: { rotation: '48 h window: v1 = current secret, v2 = PREVIOUS secret' },
  notes: ['v2 is not a newer algorithm but the older key'],
  evidence: ['developers.tabapay.com (signed text not visible)'],
};
