import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mailtrap',
  name: 'Mailtrap',
  category: 'email',
  confidence: 'medium',
  docs: { url: 'https://github.com/anymail/django-anymail', checked: '2026-11-23' },
  token: { header: 'authorization', as: 'basic' },
  evidence: ['django-anymail (basic auth only)'],
};
