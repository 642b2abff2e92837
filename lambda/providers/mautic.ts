import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mautic',
  name: 'Mautic',
  category: 'other',
  confidence: 'medium',
  docs: { url: 'https://docs.mautic.org/', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'webhook-signature', encoding: 'base64' },
  evidence: ['n8n-node-mocker'],
};
