import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'elevenlabs',
  name: 'ElevenLabs',
  category: 'ai',
  confidence: 'medium',
  docs: {
    url: 'https://elevenlabs.io/docs/product-guides/administration/webhooks',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'elevenlabs-signature',
    format: { fields: { signature: 'v0' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' }, toleranceSeconds: 1800 },
    signed: '{timestamp}.{body}',
  },
  eventType: { json: 'type' },
  evidence: ['hookdeck webhook-skills'],
};
