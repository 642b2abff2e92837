import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'highlevel',
  name: 'HighLevel (GoHighLevel)',
  category: 'crm',
  confidence: 'medium',
  docs: {
    url: 'https://marketplace.gohighlevel.com/docs/webhook/WebhookIntegrationGuide',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'rsa',
    algorithm: 'sha256',
    key: { stored: 'pem' },
    header: 'x-wh-signature',
    encoding: 'base64',
  },
  token: { path: true },
  eventId: { json: 'webhookId' },
  eventType: { json: 'type' },
  notes: [
    'One key signs for all of its customers: the token in the path is what ties a request to yours.',
  ],
  evidence: ['Nango highlevel routing'],
};
