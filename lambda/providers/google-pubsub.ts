import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'google-pubsub',
  name: 'Google Pub/Sub push (also Gmail, GCR)',
  category: 'cloud',
  confidence: 'high',
  docs: {
    url: 'https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'jwt',
    algorithms: ['RS256'],
    header: 'authorization',
    prefix: 'Bearer ',
    key: {
      url: 'https://www.googleapis.com/oauth2/v3/certs',
      hosts: ['www.googleapis.com'],
      answers: 'jwks',
    },
    issuer: ['https://accounts.google.com', 'accounts.google.com'],
    claims: {
      aud: '{setting:audience}',
      email: '{setting:serviceAccount}',
      email_verified: 'true',
    },
  },
  eventId: { json: 'message.messageId' },
  settings: {
    audience: 'audience of the push subscription',
    serviceAccount: 'e-mail address of the service account that pushes',
  },
  operations: { response: '102,200,201,202,204' },
  evidence: ['Nango gmail routing', 'flux GCR receiver', 'google-auth-library'],
  sample: {
    body: {
      message: { messageId: '{id}', data: 'eyJhbW91bnQiOjIwMDB9' },
      subscription: 'projects/sample/subscriptions/sample',
    },
  },
};
