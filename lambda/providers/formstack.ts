import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'formstack',
  name: 'Formstack',
  category: 'productivity',
  confidence: 'medium',
  docs: { url: 'https://developers.formstack.com/reference/webhook', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-fs-signature',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  evidence: ['n8n-node-mocker'],
};
