import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'woovi-openpix',
  name: 'Woovi / OpenPix',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://developers.woovi.com/docs/webhook/seguranca/webhook-signature-validation',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'rsa',
    algorithm: 'sha256',
    key: { stored: 'pem' },
    header: 'x-webhook-signature',
    encoding: 'base64',
  },
  token: { path: true },
  eventType: { json: 'event' },
  notes: [
    'One key signs for all of its customers: the token in the path is what ties a request to yours.',
    'shared key proves Woovi, not your account: also compare account/correlation ids',
  ],
  evidence: ['developers.woovi.com'],
};
