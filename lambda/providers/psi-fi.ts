import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'psi-fi',
  name: 'PsiFi',
  category: 'finance',
  confidence: 'medium',
  docs: { url: 'https://github.com/svix/svix-webhooks', checked: '2026-11-23' },
  signature: standardWebhooksRecipe('svix'),
  eventId: { header: 'svix-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  notes: ['header prefix (svix-/webhook-) may be either; accept both.'],
  evidence: ['svix-webhooks ingest source models (type psi-fi uses SvixConfig)'],
};
