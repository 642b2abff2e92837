import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'lithic',
  name: 'Lithic',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://docs.lithic.com/docs/events-api', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['lithic@0.145.0 resources/webhooks.js'],
};
