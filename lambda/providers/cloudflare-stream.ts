import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'cloudflare-stream',
  name: 'Cloudflare Stream',
  category: 'cloud',
  confidence: 'high',
  docs: {
    url: 'https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'webhook-signature',
    format: { fields: { signature: 'sig1' } },
    encoding: 'hex',
    timestamp: { at: { field: 'time' }, toleranceSeconds: 300 },
    signed: '{timestamp}.{body}',
  },
  eventType: { json: 'status.state' },
  evidence: ['webhook-verify spec (cites Cloudflare docs)'],
};
