import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'sendgrid',
  name: 'SendGrid Event Webhook',
  category: 'email',
  confidence: 'high',
  docs: {
    url: 'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'ecdsa',
    algorithm: 'sha256',
    key: { stored: 'spki-base64' },
    header: 'x-twilio-email-event-webhook-signature',
    encoding: 'base64',
    timestamp: { at: { header: 'x-twilio-email-event-webhook-timestamp' } },
    signed: '{timestamp}{body}',
  },
  operations: { response: '2xx' },
  notes: ['body ends with CRLF in the vector: raw bytes essential. Batch array.'],
  evidence: ['@sendgrid/eventwebhook@8.0.0', 'sendgrid-go test vector', 'django-anymail'],
};
