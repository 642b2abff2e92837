import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'yoco',
  name: 'Yoco',
  category: 'payments-africa',
  confidence: 'high',
  docs: { url: 'https://developer.yoco.com/online/resources/webhooks', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['6 independent implementations (webhook-id/-timestamp/-signature, whsec_ base64)'],
};
