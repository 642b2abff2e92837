import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'etsy',
  name: 'Etsy',
  category: 'commerce',
  confidence: 'medium',
  docs: {
    url: 'https://developers.etsy.com/documentation/essentials/webhooks/',
    checked: '2026-11-23',
  },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  notes: [
    'commercial apps only; early docs had the payload and content order wrong (discussion 1509)',
  ],
  evidence: [
    'developers.etsy.com essentials/webhooks (signing secret, retries, ORDER_PAID) + standard-webhooks adopter list + developer discussion 1509 naming id/timestamp/signature headers',
  ],
};
