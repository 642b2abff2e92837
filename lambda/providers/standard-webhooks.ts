import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'standard-webhooks',
  name: 'Standard Webhooks',
  category: 'other',
  confidence: 'high',
  docs: {
    url: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
    checked: '2026-11-23',
  },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  sample: {
    eventType: 'contact.created',
    body: {
      type: '{type}',
      timestamp: '2026-11-23T10:00:00Z',
      data: { id: 'con_sample', first_name: 'Ada' },
    },
  },
};
