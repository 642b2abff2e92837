import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'chargify',
  name: 'Maxio Advanced Billing (Chargify)',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://developers.maxio.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-chargify-webhook-signature-hmac-sha-256',
    encoding: 'hex',
  },
  eventId: { header: 'x-chargify-webhook-id' },
  eventType: { form: 'event' },
  notes: ['body is x-www-form-urlencoded (payload[...]).'],
  evidence: ['4 independent implementations'],
};
