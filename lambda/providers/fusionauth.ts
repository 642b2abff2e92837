import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'fusionauth',
  name: 'FusionAuth',
  category: 'auth',
  confidence: 'high',
  docs: {
    url: 'https://fusionauth.io/docs/extend/events-and-webhooks/signing',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'jwt',
    algorithms: ['HS256', 'HS384', 'HS512'],
    header: 'x-fusionauth-signature-jwt',
    key: { stored: 'utf8' },
    bodyHash: { claim: 'request_body_sha256', algorithm: 'sha256', encoding: 'base64' },
  },
  eventId: { json: 'event.id' },
  eventType: { json: 'event.type' },
  notes: ['For webhooks that FusionAuth signs with a public key, write the recipe with that key.'],
  evidence: ['hookdeck webhook-skills fusionauth'],
};
