import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'oura',
  name: 'Oura',
  category: 'other',
  confidence: 'high',
  docs: { url: 'https://cloud.ouraring.com/v2/docs', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-oura-signature',
    encoding: 'hex',
    timestamp: { at: { header: 'x-oura-timestamp' }, unit: 'epoch' },
    signed: '{timestamp}{body}',
  },
  handshakes: [
    {
      when: { method: 'GET', has: { query: 'challenge' } },
      proof: { tokenAt: { query: 'verification_token' } },
      reply: { json: { challenge: '{query:challenge}' } },
    },
  ],
  operations: { response: 'within 10 s' },
  notes: ['The token secret is the verification token of the subscription.'],
  evidence: ['hookdeck webhook-skills source, 2 independent implementations citing the OpenAPI'],
};
