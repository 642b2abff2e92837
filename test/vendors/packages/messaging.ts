import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { createRequire } from 'node:module';
import { EventDispatcher } from '@larksuiteoapi/node-sdk';
import { validateSignature } from '@line/bot-sdk';
import Mux from '@mux/mux-node';
import { EventWebhook } from '@sendgrid/eventwebhook';
import { verifySlackRequest } from '@slack/bolt';
import { Receiver } from '@upstash/qstash';
import { verifyKey } from 'discord-interactions';
import { OAuth2Client } from 'google-auth-library';
import { WebhookReceiver } from 'livekit-server-sdk';
import { validateV3Signature } from 'plivo';
import Pusher from 'pusher';
import Telnyx from 'telnyx';
import twilio from 'twilio';
import type { Shown, VendorProof } from '../vendor-proof.ts';

const require = createRequire(import.meta.url);

/** The 32 bytes of an Ed25519 public key. */
const rawKey = (pem: string): Buffer =>
  Buffer.from(createPublicKey(pem).export({ format: 'jwk' }).x ?? '', 'base64url');

const formOf = (body: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(body));

/* Packages without types of their own, described by what is called here. */

interface ViberValidator {
  new (
    logger: { debug(): void },
    token: string,
  ): { validateMessage(signature: string, body: string): boolean };
}
interface MessageBird {
  verify(url: string, body: Buffer, token: string, key: KeyObject): Promise<unknown>;
}

const ViberMessages: ViberValidator = require('viber-bot/lib/message/message-validator');
const messagebird: MessageBird = require('messagebird/lib/webhook-signature-jwt');

/** Packages of telecoms, messengers and mail senders. */
export const messaging: Readonly<Record<string, VendorProof>> = {
  twilio: {
    package: 'twilio',
    sign: ({ secret, url }) => {
      const fields = { CallSid: 'CA1', From: '+14155550100', Body: 'Grüße & more 1' };
      return {
        headers: {
          'x-twilio-signature': twilio.getExpectedTwilioSignature(secret, url, fields),
        },
        body: String(new URLSearchParams(fields)),
      };
    },
    verify: ({ body, headers, secret, url }) =>
      twilio.validateRequest(secret, headers['x-twilio-signature'] ?? '', url, formOf(body)),
  },
  plivo: {
    package: 'plivo',
    verify: ({ body, headers, secret, url }) =>
      validateV3Signature(
        'POST',
        url,
        headers['x-plivo-signature-v3-nonce'] ?? '',
        secret,
        headers['x-plivo-signature-v3'] ?? '',
        formOf(body),
      ),
  },
  messagebird: {
    package: 'messagebird',
    verify: ({ body, headers, secret, url }) =>
      messagebird.verify(
        url,
        Buffer.from(body),
        headers['messagebird-signature-jwt'] ?? '',
        createSecretKey(Buffer.from(secret)),
      ),
  },
  telnyx: {
    package: 'telnyx',
    verify: ({ body, headers, secret }) =>
      new Telnyx({ apiKey: 'unused' }).webhooks.unwrap(body, {
        headers,
        key: rawKey(secret).toString('base64'),
      }),
  },
  slack: {
    package: '@slack/bolt',
    verify: ({ body, headers, secret }) => {
      verifySlackRequest({
        signingSecret: secret,
        body,
        headers: {
          'x-slack-signature': headers['x-slack-signature'] ?? '',
          'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
        },
      });
      return true;
    },
  },
  discord: {
    package: 'discord-interactions',
    verify: ({ body, headers, secret }) =>
      verifyKey(
        body,
        headers['x-signature-ed25519'] ?? '',
        headers['x-signature-timestamp'] ?? '',
        rawKey(secret).toString('hex'),
      ),
  },
  line: {
    package: '@line/bot-sdk',
    verify: ({ body, headers, secret }) =>
      validateSignature(body, secret, headers['x-line-signature'] ?? ''),
  },
  viber: {
    package: 'viber-bot',
    verify: ({ body, headers, secret }) =>
      new ViberMessages({ debug: () => undefined }, secret).validateMessage(
        headers['x-viber-content-signature'] ?? '',
        body,
      ),
  },
  'lark-feishu': {
    package: '@larksuiteoapi/node-sdk',
    verify: ({ body, headers, secret }) => larkAccepts({ body, headers, secret }),
  },
  sendgrid: {
    package: '@sendgrid/eventwebhook',
    verify: ({ body, headers, secret }) => {
      const events = new EventWebhook();
      const key = events.convertPublicKeyToECDSA(secret.replace(/-----[A-Z ]+-----|\s/g, ''));
      return events.verifySignature(
        key,
        body,
        headers['x-twilio-email-event-webhook-signature'] ?? '',
        headers['x-twilio-email-event-webhook-timestamp'] ?? '',
      );
    },
  },
  pusher: {
    package: 'pusher',
    verify: ({ body, headers, secret }) =>
      new Pusher({ appId: '1', key: 'key', secret, cluster: 'eu' })
        .webhook({ headers: { ...headers, 'x-pusher-key': 'key' }, rawBody: body })
        .isValid(),
  },
  'upstash-qstash': {
    package: '@upstash/qstash',
    verify: ({ body, headers, secret, url }) =>
      new Receiver({ currentSigningKey: secret, nextSigningKey: 'next' }).verify({
        signature: headers['upstash-signature'] ?? '',
        body,
        url,
      }),
  },
  livekit: {
    package: 'livekit-server-sdk',
    settings: { apiKey: 'api-key' },
    verify: ({ body, headers, secret }) =>
      new WebhookReceiver('api-key', secret).receive(body, headers['authorization'] ?? ''),
  },
  mux: {
    package: '@mux/mux-node',
    verify: async ({ body, headers, secret }) => {
      const { webhooks } = new Mux({ tokenId: 'unused', tokenSecret: 'unused' });
      await webhooks.verifySignature(body, headers, secret);
      return true;
    },
  },
  'google-pubsub': {
    package: 'google-auth-library',
    settings: { audience: 'https://hooks.example.com', serviceAccount: 'push@example.com' },
    verify: ({ headers, secret }) =>
      new OAuth2Client().verifySignedJwtWithCertsAsync(
        (headers['authorization'] ?? '').replace('Bearer ', ''),
        { sample: secret },
        'https://hooks.example.com',
        ['https://accounts.google.com'],
      ),
  },
};

/** The dispatcher runs its handler when the signature holds, and does nothing when it does not. */
async function larkAccepts({ body, headers, secret }: Pick<Shown, 'body' | 'headers' | 'secret'>) {
  const type = 'sample.created';
  let ran = false;
  const dispatcher = new EventDispatcher({ encryptKey: secret }).register({
    [type]: () => {
      ran = true;
    },
  });
  const event = Object.assign(Object.create({ headers }), JSON.parse(body));
  await dispatcher.invoke(event);
  return ran;
}
