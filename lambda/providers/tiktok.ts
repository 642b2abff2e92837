import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'tiktok',
  name: 'TikTok',
  category: 'messaging',
  confidence: 'medium',
  docs: { url: 'https://developers.tiktok.com/doc/webhooks-verification', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'tiktok-signature',
    format: { fields: { signature: 's' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' }, toleranceSeconds: 300 },
    signed: '{timestamp}.{body}',
  },
  eventType: { json: 'event' },
  evidence: ['simstudioai/sim tiktok.ts (+tests)'],
};
