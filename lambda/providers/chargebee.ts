import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'chargebee',
  name: 'Chargebee',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://www.chargebee.com/docs/2.0/webhook_settings.html', checked: '2026-11-23' },
  token: { header: 'authorization', as: 'basic' },
  eventId: { json: 'id' },
  eventType: { json: 'event_type' },
  operations: { response: '2xx' },
  evidence: ['hookdeck skill', 'hyperswitch chargebee.rs'],
};
