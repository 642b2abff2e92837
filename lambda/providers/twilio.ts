import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'twilio',
  name: 'Twilio',
  category: 'telecom',
  confidence: 'high',
  docs: {
    url: 'https://www.twilio.com/docs/usage/webhooks/webhooks-security',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'any',
    of: [
      {
        kind: 'hmac',
        algorithm: 'sha1',
        header: 'x-twilio-signature',
        encoding: 'base64',
        signed: ['{url}', { pairs: 'form', order: 'sorted', assign: '', join: '' }],
        allowWeakAlgorithm: true,
      },
      {
        kind: 'hmac',
        algorithm: 'sha1',
        header: 'x-twilio-signature',
        encoding: 'base64',
        signed: '{url}',
        bodyHash: { at: { query: 'bodySHA256' }, algorithm: 'sha256', encoding: 'hex' },
        allowWeakAlgorithm: true,
      },
    ],
  },
  operations: { response: '2xx (TwiML)', rotation: 'primary/secondary Auth Token' },
  notes: [
    'SDK 6.x first tries the URL as received with AND without :443/:80, then new URL()-normalised and legacy-querystring variants: a verifier needs up to 6 candidate URLs.',
  ],
  evidence: ['twilio@6.2.0 webhooks.js', 'twilio-python tests (vectors reproduced)'],
  sample: { form: { CallSid: '{id}', From: '+14155550100', To: '+14155550111' } },
};
