import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'dropbox-sign',
  name: 'Dropbox Sign (HelloSign)',
  category: 'productivity',
  confidence: 'high',
  docs: { url: 'https://developers.hellosign.com/docs/events/walkthrough/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    json: 'event.event_hash',
    encoding: 'hex',
    jsonIn: { form: 'json' },
    signed: '{json:event.event_time}{json:event.event_type}',
    proves: 'sender',
  },
  replies: { accepted: { text: 'Hello API Event Received' } },
  operations: { response: '200 text containing "Hello API Event Received" (exact body required)' },
  notes: [
    'only time+type are authenticated.',
    'The key is the API key. The hash covers the time and the type of the event, not the rest of it.',
  ],
  evidence: ['@dropbox/sign@1.11.0 model/eventCallbackHelper.ts'],
  sample: {
    form: {
      json: '{"event":{"event_time":"1795428000","event_type":"{type}"},"signature_request":{"signature_request_id":"{id}"}}',
    },
  },
};
