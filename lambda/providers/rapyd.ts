import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'rapyd',
  name: 'Rapyd',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://docs.rapyd.net/en/webhook-authentication.html', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'signature',
    encoding: 'hex-in-base64url',
    timestamp: { at: { header: 'timestamp' } },
    signed: '{url}{header:salt}{timestamp}{setting:accessKey}{secret}{body}',
  },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  settings: { accessKey: 'Rapyd access key' },
  notes: ['the secret is both key and part of the message; encoding is base64 of the hex string.'],
  evidence: ['peach-payments/hyperswitch connector rapyd.rs'],
};
