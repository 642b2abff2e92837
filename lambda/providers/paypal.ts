import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'paypal',
  name: 'PayPal (REST webhooks)',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://developer.paypal.com/api/rest/webhooks/rest/', checked: '2026-11-23' },
  signature: {
    kind: 'rsa',
    algorithm: 'sha256',
    key: {
      url: { header: 'paypal-cert-url' },
      hosts: ['api.paypal.com', 'api.sandbox.paypal.com'],
      answers: 'pem',
    },
    header: 'paypal-transmission-sig',
    encoding: 'base64',
    signed:
      '{header:paypal-transmission-id}|{header:paypal-transmission-time}|{setting:webhookId}|{body|crc32}',
  },
  eventId: { json: 'id' },
  eventType: { json: 'event_type' },
  settings: { webhookId: 'id of the webhook, from the PayPal developer dashboard' },
  operations: { response: '2xx', rotation: 'new cert URL' },
  notes: [
    'webhookId is configuration, not in the request. API verification re-serialises the event, so pass the raw JSON text.',
  ],
  evidence: [
    'webhook-verify spec (cites PayPal self-verification doc)',
    'nuxt-webhook-validators (API variant)',
    'hyperswitch-prism (external verification required)',
  ],
  sample: {
    eventType: 'PAYMENT.CAPTURE.COMPLETED',
    headers: {
      'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-sample',
      'paypal-transmission-time': '2026-11-23T10:00:00Z',
    },
  },
};
