import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'revenuecat',
  name: 'RevenueCat',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://www.revenuecat.com/docs/integrations/webhooks', checked: '2026-11-23' },
  token: { header: 'authorization' },
  eventId: { json: 'event.id' },
  eventType: { json: 'event.type' },
  evidence: ['simstudioai/sim revenuecat.ts (+tests)'],
};
