import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'calendly',
  name: 'Calendly',
  category: 'productivity',
  confidence: 'high',
  docs: {
    url: 'https://developer.calendly.com/api-docs/4c305798a61d3-webhook-signatures',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'calendly-webhook-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' }, toleranceSeconds: 180 },
    signed: '{timestamp}.{body}',
  },
  eventType: { json: 'event' },
  evidence: ['Nango calendly (3-min tolerance, vendor sample)', 'n8n-node-mocker', 'wbhk'],
};
