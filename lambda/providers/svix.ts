import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'svix',
  name: 'Svix (any customer)',
  category: 'other',
  confidence: 'high',
  docs: { url: 'https://docs.svix.com/receiving/verifying-payloads/how', checked: '2026-11-23' },
  signature: standardWebhooksRecipe('svix'),
  eventId: { header: 'svix-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  notes: ['SDK accepts both svix-* and webhook-* headers; svix-* wins when both present.'],
  evidence: ['svix@1.99.1', 'svix ingest models'],
};
