import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'anthropic',
  name: 'Anthropic',
  category: 'ai',
  confidence: 'high',
  docs: { url: 'https://www.npmjs.com/package/@anthropic-ai/sdk', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['@anthropic-ai/sdk@1.12.0 beta/webhooks.js (standardwebhooks)'],
};
