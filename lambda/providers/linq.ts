import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'linq',
  name: 'Linq',
  category: 'messaging',
  confidence: 'medium',
  docs: { url: 'https://docs.linqapp.com/', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['simstudioai/sim linq.ts'],
};
