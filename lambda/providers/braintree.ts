import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'braintree',
  name: 'Braintree',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://developer.paypal.com/braintree/docs/guides/webhooks/parse',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    form: 'bt_signature',
    format: { fields: { separator: '&', assign: '|' } },
    encoding: 'hex',
    secretTransform: 'sha1',
    signed: '{form:bt_payload}',
    allowWeakAlgorithm: true,
  },
  settings: { publicKey: 'public key of the API key pair' },
  handshakes: [
    {
      when: { method: 'GET', has: { query: 'bt_challenge' } },
      proof: 'none',
      reply: {
        text: {
          prefix: '{setting:publicKey}|',
          of: '{query:bt_challenge}',
          apply: 'hmac-sha1-hex',
        },
      },
    },
  ],
  operations: { response: '2xx', rotation: 'several publicKey|sig pairs' },
  evidence: [
    'braintree@3.40.0 webhook_notification_gateway.js, digest.js, webhook_testing_gateway.js',
  ],
};
