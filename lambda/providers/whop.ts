import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'whop',
  name: 'Whop',
  category: 'commerce',
  confidence: 'high',
  docs: { url: 'https://docs.whop.com/', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['@whop/sdk@0.0.42'],
};
