import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'taiga',
  name: 'Taiga',
  category: 'productivity',
  confidence: 'medium',
  docs: { url: 'https://docs.taiga.io/webhooks.html', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    header: 'x-taiga-webhook-signature',
    encoding: 'hex',
    allowWeakAlgorithm: true,
  },
  evidence: ['n8n-node-mocker'],
};
