import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'ada',
  name: 'Ada',
  category: 'crm',
  confidence: 'medium',
  docs: { url: 'https://docs.ada.cx/reference/webhooks/get-webhook-secret', checked: '2026-11-23' },
  signature: standardWebhooksRecipe('svix'),
  eventId: { header: 'svix-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['docs.ada.cx (whsec_ secret, Svix)'],
};
