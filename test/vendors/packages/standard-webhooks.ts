import { Webhook } from 'standardwebhooks';
import type { VendorProof } from '../vendor-proof.ts';

export const standardWebhooks: Readonly<Record<string, VendorProof>> = {
  'standard-webhooks': {
    package: 'standardwebhooks',
    sign: ({ body, secret, nowMs }) => {
      const date = new Date(nowMs);
      return {
        headers: {
          'webhook-id': 'msg_1',
          'webhook-timestamp': String(Math.floor(nowMs / 1000)),
          'webhook-signature': new Webhook(secret).sign('msg_1', date, body),
        },
      };
    },
    verify: ({ body, headers, secret }) => new Webhook(secret).verify(body, headers),
  },
};
