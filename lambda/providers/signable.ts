import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'signable',
  name: 'Signable',
  category: 'productivity',
  confidence: 'high',
  docs: {
    url: 'https://developers.signable.app/early-access/ea-signed-webhooks',
    checked: '2026-11-23',
  },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'signature', encoding: 'base64' },
  evidence: ['developers.signable.app'],
};
