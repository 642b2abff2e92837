import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'postmark',
  name: 'Postmark',
  category: 'email',
  confidence: 'high',
  docs: {
    url: 'https://postmarkapp.com/developer/webhooks/webhooks-overview',
    checked: '2026-11-23',
  },
  token: { header: 'authorization', as: 'basic' },
  eventType: { json: 'RecordType' },
  operations: { response: '200 (403 stops retries' },
  evidence: ['django-anymail', 'hookdeck skill', 'knocker'],
};
