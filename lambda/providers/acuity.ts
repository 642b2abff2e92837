import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'acuity',
  name: 'Acuity Scheduling',
  category: 'productivity',
  confidence: 'medium',
  docs: { url: 'https://developers.acuityscheduling.com/docs/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-acuity-signature',
    encoding: 'base64',
  },
  evidence: ['n8n-node-mocker'],
};
