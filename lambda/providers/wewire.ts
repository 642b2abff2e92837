import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'wewire',
  name: 'WeWire',
  category: 'payments-africa',
  confidence: 'medium',
  docs: { url: 'https://docs.wewire.com/', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  evidence: ['dsasante1/paybox wewire adapter (Standard Webhooks proper)'],
};
