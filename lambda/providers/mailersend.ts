import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mailersend',
  name: 'MailerSend',
  category: 'email',
  confidence: 'high',
  docs: { url: 'https://developers.mailersend.com/api/v1/webhooks.html', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'signature', encoding: 'hex' },
  eventType: { json: 'type' },
  evidence: ['django-anymail mailersend.py'],
};
