import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'signatureapi',
  name: 'SignatureAPI',
  category: 'productivity',
  confidence: 'high',
  docs: {
    url: 'https://signatureapi.com/docs/api/guides/how-to/verify-webhooks',
    checked: '2026-11-23',
  },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['signatureapi.com docs (publishes a six-case Standard Webhooks test vector page)'],
};
