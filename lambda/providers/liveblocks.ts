import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'liveblocks',
  name: 'Liveblocks',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://liveblocks.io/docs/platform/webhooks', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['@liveblocks/node@3.24.2'],
  sample: { eventType: 'roomCreated', body: { type: '{type}', data: { roomId: '{id}' } } },
};
