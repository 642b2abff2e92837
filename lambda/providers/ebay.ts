import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'ebay',
  name: 'eBay Event Notification',
  category: 'commerce',
  confidence: 'high',
  docs: {
    url: 'https://developer.ebay.com/api-docs/commerce/notification/overview.html',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'ecdsa',
    algorithm: 'sha1',
    key: { stored: 'pem' },
    header: 'x-ebay-signature',
    format: { base64Json: 'signature' },
    encoding: 'base64',
    allowWeakAlgorithm: true,
  },
  eventId: { json: 'notification.notificationId' },
  eventType: { json: 'metadata.topic' },
  settings: { verificationToken: 'verification token of the subscription' },
  handshakes: [
    {
      when: { method: 'GET', has: { query: 'challenge_code' } },
      proof: 'none',
      reply: {
        json: {
          challengeResponse: {
            of: '{query:challenge_code}{setting:verificationToken}{url}',
            apply: 'sha256-hex',
          },
        },
      },
    },
  ],
  operations: { response: '200/201/202/204; SDK: 412 on mismatch' },
  notes: [
    'challenge concatenation order matters: code, token, endpoint.',
    'The key is read from the notification API by the kid in the header, with an application token; store it as the signing secret, and set publicUrl: the challenge is answered with it.',
  ],
  evidence: ['event-notification-nodejs-sdk@1.0.3 + test.json vector'],
};
