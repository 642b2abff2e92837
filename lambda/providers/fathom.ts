import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'fathom',
  name: 'Fathom (video notes)',
  category: 'productivity',
  confidence: 'high',
  docs: { url: 'https://developers.fathom.ai/webhooks', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['Nango fathom routing (accepts webhook-* or svix-*)'],
};
