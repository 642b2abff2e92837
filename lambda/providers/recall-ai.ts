import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'recall-ai',
  name: 'Recall.ai',
  category: 'media',
  confidence: 'medium',
  docs: { url: 'https://docs.recall.ai/', checked: '2026-11-23' },
  signature: standardWebhooksRecipe('svix'),
  eventId: { header: 'svix-id' },
  eventType: { json: 'type' },
  operations: {
    response: '2xx',
    retry: 'immediately,5s,5m,30m,2h,5h,10h,10h; endpoint disabled after 5 days of failures',
    rotation: 'several v1 entries',
  },
  evidence: ['docs.recall.ai FAQ (delivered through Svix)'],
};
