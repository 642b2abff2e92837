import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'granola',
  name: 'Granola',
  category: 'ai',
  confidence: 'medium',
  docs: { url: 'https://docs.granola.ai/', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['simstudioai/sim granola.ts (+tests)'],
};
