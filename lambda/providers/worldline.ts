import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'worldline',
  name: 'Worldline (Connect / Direct)',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://docs.direct.worldline-solutions.com/en/integration/api-developer-guide/webhooks',
    checked: '2026-11-23',
  },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-gcs-signature', encoding: 'base64' },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  evidence: [
    'peach-payments/hyperswitch connector worldline.rs',
    'ngrok lists Worldline endpoint verification',
  ],
};
