import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'replicate',
  name: 'Replicate',
  category: 'ai',
  confidence: 'high',
  docs: { url: 'https://replicate.com/docs/topics/webhooks/verify-webhook', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'status' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  notes: ['SDK performs NO timestamp check.'],
  evidence: ['replicate@1.4.0 lib/util.js'],
};
