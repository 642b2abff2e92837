import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'cal-com',
  name: 'Cal.com',
  category: 'productivity',
  confidence: 'high',
  docs: { url: 'https://cal.com/docs/core-features/webhooks', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-cal-signature-256', encoding: 'hex' },
  eventType: { json: 'triggerEvent' },
  evidence: ['Nango', 'n8n-node-mocker', 'nuxt-webhook-validators'],
};
