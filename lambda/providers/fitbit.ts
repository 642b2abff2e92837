import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'fitbit',
  name: 'Fitbit',
  category: 'other',
  confidence: 'high',
  docs: {
    url: 'https://dev.fitbit.com/build/reference/web-api/developer-guide/using-subscriptions/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    header: 'x-fitbit-signature',
    encoding: 'base64',
    secretTransform: 'ampersand',
    allowWeakAlgorithm: true,
  },
  handshakes: [
    {
      when: { method: 'GET', has: { query: 'verify' } },
      proof: { tokenAt: { query: 'verify' } },
      reply: { status: 204, text: '' },
    },
  ],
  operations: { response: '204 within 5 s' },
  notes: [
    'The token secret is the verification code that Fitbit shows. Fitbit also tries a wrong code, which is refused.',
  ],
  evidence: ['3 independent implementations'],
};
