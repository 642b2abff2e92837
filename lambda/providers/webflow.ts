import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'webflow',
  name: 'Webflow',
  category: 'cms',
  confidence: 'high',
  docs: {
    url: 'https://developers.webflow.com/data/docs/working-with-webhooks',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-webflow-signature',
    encoding: 'hex',
    timestamp: {
      at: { header: 'x-webflow-timestamp' },
      unit: 'milliseconds',
      toleranceSeconds: 300,
    },
    signed: '{timestamp}:{body}',
  },
  eventType: { json: 'triggerType' },
  evidence: ['webflow-api@3.3.4', 'hookdeck skill'],
};
