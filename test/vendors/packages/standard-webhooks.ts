import { createHash } from 'node:crypto';
import Anthropic from '@anthropic-ai/sdk';
import { verifyWebhook } from '@clerk/backend/webhooks';
import { WebhookHandler } from '@liveblocks/node';
import { validateEvent } from '@polar-sh/sdk/webhooks';
import { Whop } from '@whop/sdk';
import DodoPayments from 'dodopayments';
import { createSigner, httpbis } from 'http-message-signatures';
import Lithic from 'lithic';
import OpenAI from 'openai';
import { validateWebhook } from 'replicate';
import { Resend } from 'resend';
import { Webhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import type { Asked, Sent, Shown, VendorProof } from '../vendor-proof.ts';

/** What a package that signs the standard's way would send. */
const signed =
  (prefix: string, sign: (secret: string, date: Date, body: string) => string) =>
  ({ body, secret, nowMs }: Asked): Sent => ({
    headers: {
      [`${prefix}-id`]: 'msg_1',
      [`${prefix}-timestamp`]: String(Math.floor(nowMs / 1000)),
      [`${prefix}-signature`]: sign(secret, new Date(nowMs), body),
    },
  });

const asRequest = ({ url, headers, body }: Shown): Request =>
  new Request(url, { method: 'POST', headers, body });

/** Packages of senders that follow Standard Webhooks, and the two of the standard itself. */
export const standardWebhooks: Readonly<Record<string, VendorProof>> = {
  'standard-webhooks': {
    package: 'standardwebhooks',
    sign: signed('webhook', (secret, date, body) => new Webhook(secret).sign('msg_1', date, body)),
    verify: ({ body, headers, secret }) => new Webhook(secret).verify(body, headers),
  },
  svix: {
    package: 'svix',
    sign: signed('svix', (secret, date, body) => new SvixWebhook(secret).sign('msg_1', date, body)),
    verify: ({ body, headers, secret }) => new SvixWebhook(secret).verify(body, headers),
  },
  clerk: {
    package: '@clerk/backend',
    verify: (shown) => verifyWebhook(asRequest(shown), { signingSecret: shown.secret }),
  },
  liveblocks: {
    package: '@liveblocks/node',
    verify: ({ body, headers, secret }) =>
      new WebhookHandler(secret).verifyRequest({ headers: new Headers(headers), rawBody: body }),
  },
  whop: {
    package: '@whop/sdk',
    verify: ({ body, headers, secret }) =>
      new Whop({ apiKey: 'unused' }).webhooks.unwrap(body, { headers, key: secret }),
  },
  lithic: {
    package: 'lithic',
    verify: ({ body, headers, secret }) =>
      new Lithic({ apiKey: 'unused' }).webhooks.unwrap(body, headers, secret),
  },
  dodopayments: {
    package: 'dodopayments',
    verify: ({ body, headers, secret }) =>
      new DodoPayments({ bearerToken: 'unused' }).webhooks.unwrap(body, { headers, key: secret }),
  },
  polar: {
    package: '@polar-sh/sdk',
    verify: ({ body, headers, secret }) => {
      try {
        return validateEvent(body, headers, secret);
      } catch (error) {
        // The signature is checked first; our sample is no event that the package's own types know.
        if (error instanceof Error && /Unknown event type|parse/i.test(error.message)) return true;
        throw error;
      }
    },
  },
  resend: {
    package: 'resend',
    verify: ({ body, headers, secret }) =>
      new Resend('re_unused').webhooks.verify({
        payload: body,
        headers: {
          id: headers['svix-id'] ?? '',
          timestamp: headers['svix-timestamp'] ?? '',
          signature: headers['svix-signature'] ?? '',
        },
        webhookSecret: secret,
      }),
  },
  openai: {
    package: 'openai',
    verify: ({ body, headers, secret }) =>
      new OpenAI({ apiKey: 'unused' }).webhooks.unwrap(body, headers, secret),
  },
  anthropic: {
    package: '@anthropic-ai/sdk',
    verify: ({ body, headers, secret }) =>
      new Anthropic({ apiKey: 'unused' }).beta.webhooks.unwrap(body, { headers, key: secret }),
  },
  replicate: {
    package: 'replicate',
    verify: (shown) => validateWebhook(asRequest(shown), shown.secret),
  },
  'http-message-signatures': {
    package: 'http-message-signatures',
    sign: async ({ body, secret, url, nowMs }) => {
      const digest = createHash('sha256').update(body).digest('base64');
      const request = {
        method: 'POST',
        url,
        headers: { 'content-digest': `sha-256=:${digest}:` },
      };
      const key = createSigner(Buffer.from(secret, 'base64'), 'hmac-sha256', 'sample');
      const created = new Date(nowMs);
      const fields = ['@method', '@target-uri', 'content-digest'];
      const config = {
        key,
        name: 's',
        fields,
        params: ['created', 'keyid', 'alg'],
        paramValues: { created },
      };
      const signed = await httpbis.signMessage(config, request);
      return { headers: signed.headers as Record<string, string> };
    },
  },
};
