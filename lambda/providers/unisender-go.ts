import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'unisender-go',
  name: 'Unisender Go',
  category: 'email',
  confidence: 'high',
  docs: { url: 'https://godocs.unisender.ru/web-api-ref#callback-format', checked: '2026-11-23' },
  signature: {
    kind: 'digest',
    algorithm: 'md5',
    json: 'auth',
    encoding: 'hex',
    signed: '{proven-body}',
    allowWeakAlgorithm: true,
  },
  notes: ['The digest is made over the body with the API key in the place of the signature.'],
  evidence: ['django-anymail unisender_go.py'],
};
