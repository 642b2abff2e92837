import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'dodopayments',
  name: 'Dodo Payments',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://docs.dodopayments.com/developer-resources/webhooks',
    checked: '2026-11-23',
  },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['dodopayments@2.52.0', 'tern'],
};
