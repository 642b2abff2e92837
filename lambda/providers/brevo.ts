import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'brevo',
  name: 'Brevo',
  category: 'email',
  confidence: 'high',
  docs: { url: 'https://developers.brevo.com/docs/secured-webhook-calls', checked: '2026-11-23' },
  token: { header: 'authorization', prefix: 'Bearer ' },
  addresses: { ranges: ['1.179.112.0/20', '172.246.240.0/20'], byDefault: true },
  eventType: { json: 'event' },
  evidence: ['nuxt-webhook-validators', 'django-anymail'],
};
