import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'cloudflare-notifications',
  name: 'Cloudflare Notifications',
  category: 'cloud',
  confidence: 'high',
  docs: {
    url: 'https://developers.cloudflare.com/notifications/get-started/configure-webhooks/',
    checked: '2026-11-23',
  },
  token: { header: 'cf-webhook-auth' },
  eventType: { json: 'alert_type' },
  evidence: ['pulumi provider docs', '2 preset libraries'],
};
