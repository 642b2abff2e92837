import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'postal',
  name: 'Postal',
  category: 'email',
  confidence: 'high',
  docs: { url: 'https://docs.postalserver.io/developer/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'rsa',
    algorithm: 'sha1',
    key: { stored: 'spki-base64' },
    header: 'x-postal-signature',
    encoding: 'base64',
    allowWeakAlgorithm: true,
  },
  evidence: ['django-anymail postal.py'],
};
