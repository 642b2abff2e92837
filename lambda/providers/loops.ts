import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'loops',
  name: 'Loops',
  category: 'email',
  confidence: 'high',
  docs: { url: 'https://loops.so/docs/webhooks', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  notes: [
    'own implementation of the Svix scheme, not Svix-hosted; event type json:eventName; event name list in json',
  ],
  evidence: ['simstudioai/sim loops.ts + 2 others'],
};
