import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'openai',
  name: 'OpenAI',
  category: 'ai',
  confidence: 'high',
  docs: { url: 'https://platform.openai.com/docs/guides/webhooks', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  notes: [
    'SDK: secret is base64-decoded only if it starts with whsec_, else UTF-8; also accepts bare base64 signatures without "v1,".',
  ],
  evidence: ['openai@6.49.0 resources/webhooks'],
};
