import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'clerk',
  name: 'Clerk',
  category: 'auth',
  confidence: 'high',
  docs: { url: 'https://clerk.com/docs/webhooks/overview', checked: '2026-11-23' },
  signature: standardWebhooksRecipe('svix'),
  eventId: { header: 'svix-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['@clerk/backend@3.25.0 dist/webhooks.js (maps svix-* to webhook-*)'],
};
