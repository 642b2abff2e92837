import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'resend',
  name: 'Resend',
  category: 'email',
  confidence: 'high',
  docs: {
    url: 'https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests',
    checked: '2026-11-23',
  },
  signature: standardWebhooksRecipe('svix'),
  eventId: { header: 'svix-id' },
  eventType: { json: 'type' },
  operations: {
    response: '2xx',
    retry: 'immediately,5s,5m,30m,2h,5h,10h,10h (Svix schedule)',
    rotation: 'several v1 entries',
  },
  evidence: ['resend@6.38.0 (uses standardwebhooks)', 'django-anymail resend.py'],
};
