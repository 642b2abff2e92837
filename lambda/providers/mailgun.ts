import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mailgun',
  name: 'Mailgun',
  category: 'email',
  confidence: 'high',
  docs: {
    url: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'any',
    of: [
      {
        kind: 'hmac',
        algorithm: 'sha256',
        json: 'signature.signature',
        encoding: 'hex',
        timestamp: { at: { json: 'signature.timestamp' } },
        signed: '{timestamp}{json:signature.token}',
        proves: 'sender',
      },
      {
        kind: 'hmac',
        algorithm: 'sha256',
        form: 'signature',
        encoding: 'hex',
        timestamp: { at: { form: 'timestamp' } },
        signed: '{timestamp}{form:token}',
        proves: 'sender',
      },
    ],
  },
  eventId: { json: 'event-data.id' },
  eventType: { json: 'event-data.event' },
  operations: { response: '200 (406 = do not retry)' },
  notes: ['The signature covers a timestamp and a token, not the event.'],
  evidence: ['django-anymail mailgun.py', 'wbhk'],
};
