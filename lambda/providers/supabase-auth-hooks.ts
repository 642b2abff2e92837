import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'supabase-auth-hooks',
  name: 'Supabase Auth hooks',
  category: 'auth',
  confidence: 'medium',
  docs: { url: 'https://supabase.com/docs/guides/auth/auth-hooks', checked: '2026-11-23' },
  signature: standardWebhooksRecipe(),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'type' },
  operations: { response: '2xx', rotation: 'several v1 entries' },
  notes: ['prefix quirk recalled, not re-confirmed.'],
  evidence: ['wbhk registry', 'standard-webhooks README adopters'],
};
