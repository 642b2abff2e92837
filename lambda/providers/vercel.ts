import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'vercel',
  name: 'Vercel',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://vercel.com/docs/webhooks/webhooks-api', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    header: 'x-vercel-signature',
    encoding: 'hex',
    allowWeakAlgorithm: true,
  },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  notes: ['SHA-1: @hookflo/tern ships this wrong as SHA-256.'],
  evidence: ['hookdeck skill', 'nuxt-webhook-validators', 'wbhk'],
};
