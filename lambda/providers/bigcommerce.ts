import type { Preset } from '../model/preset.ts';
import { standardWebhooksRecipe } from '../model/standard-webhooks.ts';

export const preset: Preset = {
  id: 'bigcommerce',
  name: 'BigCommerce',
  category: 'commerce',
  confidence: 'high',
  docs: {
    url: 'https://developer.bigcommerce.com/docs/integrations/webhooks',
    checked: '2026-11-23',
  },
  signature: standardWebhooksRecipe('webhook', 'utf8'),
  eventId: { header: 'webhook-id' },
  eventType: { json: 'scope' },
  operations: {
    response: '200 only',
    retry:
      '60,180,300,600,900,1800,3600,7200,21600,50400,86400 s (cumulative 48 h) then hook deactivated; domain blocklisted 3 min when success <90 % in a 2-min window (after 100 requests)',
    rotation: 'several v1 entries',
  },
  notes: ['body also carries json:hash; custom headers can be configured as static auth.'],
  evidence: ['bigcommerce/docs https-webhook-overview.mdx'],
};
