import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mailerlite',
  name: 'MailerLite',
  category: 'email',
  confidence: 'medium',
  docs: { url: 'https://developers.mailerlite.com/docs/webhooks', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'signature', encoding: 'hex' },
  notes: ['classic API: X-MailerLite-Signature base64, key=API key'],
  evidence: ['n8n-node-mocker'],
};
