import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'sparkpost',
  name: 'SparkPost',
  category: 'email',
  confidence: 'medium',
  docs: { url: 'https://github.com/anymail/django-anymail', checked: '2026-11-23' },
  token: { header: 'authorization', as: 'basic' },
  evidence: ['django-anymail (basic auth only)'],
};
