import { defineReceiver } from './lambda/config/receiver-config.ts';

/** The sources of this deployment. Every check that a source names must pass; see README, "Configure". */
export default defineReceiver({
  sources: {
    stripe: { provider: 'stripe' },
    github: { provider: 'github' },
    'standard-webhooks': { provider: 'standard-webhooks' },
    // A bank that gave us two addresses, a shared secret and an HMAC over the body: no code needed.
    bank: {
      allowList: ['203.0.113.45', '198.51.100.23'],
      token: { header: 'X-Secret' },
      signature: { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' },
      eventId: { header: 'X-Event-Id' },
    },
  },
});
