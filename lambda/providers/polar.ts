import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'polar',
  name: 'Polar',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://polar.sh/docs/integrate/webhooks/delivery', checked: '2026-11-23' },
  signature: standardWebhooksRecipe('webhook', 'utf8'),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  notes: ['Standard Webhooks headers but a different key encoding: needs a key-encoding override.'],
  evidence: ['@polar-sh/sdk@0.49.0 webhooks.js', 'tern', 'nuxt-webhook-validators'],
};
