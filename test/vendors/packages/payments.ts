import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import adyen from '@adyen/api-library';
import { Paddle } from '@paddle/paddle-node-sdk';
import { AlipaySdk } from 'alipay-sdk';
import { Webhook as FedaPay } from 'fedapay';
import * as gocardless from 'gocardless-nodejs/webhooks';
import { WebhookSignatureValidator } from 'mercadopago';
import ModernTreasury from 'modern-treasury';
import Razorpay from 'razorpay';
import { WebhooksHelper } from 'square';
import Stripe from 'stripe';
import { sign as signTruelayer } from 'truelayer-signing';
import { Formatter, Rsa } from 'wechatpay-axios-plugin';
import type { VendorProof } from '../vendor-proof.ts';

const require = createRequire(import.meta.url);
const pem = { format: 'pem', type: 'pkcs8' } as const;
const rsaPem = String(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(pem));
const p521Pem = String(generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey.export(pem));

const stripe = new Stripe('sk_test_unused');
const paddle = new Paddle('unused');
const hmacValidator = new adyen.hmacValidator();

/* Packages without types of their own, described by what is called here. */

interface Braintree {
  readonly Environment: { readonly Sandbox: unknown };
  readonly BraintreeGateway: new (
    config: object,
  ) => {
    readonly webhookTesting: {
      sampleNotification(kind: string, id: string): Promise<Record<string, string>>;
    };
  };
}
interface Coinbase {
  readonly Webhook: { computeSignature(body: string, secret: string): string };
}
interface Kopokopo {
  auth(key: string, body: string, signature: string): number;
}
interface Midtrans {
  readonly SnapBi: { notification(): MidtransNotification };
  readonly SnapBiConfig: { snapBiPublicKey: string };
}
interface MidtransNotification {
  withNotificationPayload(body: unknown): MidtransNotification;
  withSignature(text: string | undefined): MidtransNotification;
  withTimeStamp(text: string | undefined): MidtransNotification;
  withNotificationUrlPath(path: string): MidtransNotification;
  isWebhookNotificationVerified(): boolean;
}
interface PaytmChecksum {
  generateSignature(fields: Readonly<Record<string, string>>, key: string): Promise<string>;
  verifySignature(fields: Readonly<Record<string, string>>, key: string, sum: string): boolean;
}
interface PaynowModule {
  readonly Paynow: new (
    id: string,
    key: string,
    resultUrl: string,
    returnUrl: string,
  ) => { generateHash(fields: Readonly<Record<string, string>>, key: string): string };
}

const braintree: Braintree = require('braintree');
const coinbase: Coinbase = require('coinbase-commerce-node');
const kopokopo: Kopokopo = require('k2-connect-node/lib/helpers/auth.js');
const midtrans: Midtrans = require('midtrans-client');
const paynow: PaynowModule = require('paynow');
const paytm: PaytmChecksum = require('paytmchecksum');

const formOf = (body: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(body));

/** Packages of payment providers and banks. */
export const payments: Readonly<Record<string, VendorProof>> = {
  stripe: {
    package: 'stripe',
    sign: ({ body, secret, nowMs }) => ({
      headers: {
        'stripe-signature': stripe.webhooks.generateTestHeaderString({
          payload: body,
          secret,
          timestamp: Math.floor(nowMs / 1000),
        }),
      },
    }),
    verify: ({ body, headers, secret }) =>
      stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', secret),
  },
  square: {
    package: 'square',
    verify: ({ body, headers, secret, url }) =>
      WebhooksHelper.verifySignature({
        requestBody: body,
        signatureHeader: headers['x-square-hmacsha256-signature'] ?? '',
        signatureKey: secret,
        notificationUrl: url,
      }),
  },
  adyen: {
    package: '@adyen/api-library',
    verify: ({ body, secret }) =>
      hmacValidator.validateHMAC(
        JSON.parse(body).notificationItems[0].NotificationRequestItem,
        secret,
      ),
  },
  'adyen-platform': {
    package: '@adyen/api-library',
    sign: ({ body, secret }) => ({
      headers: { hmacsignature: hmacValidator.calculateHmacSignature(body, secret) },
    }),
    verify: ({ body, headers, secret }) =>
      hmacValidator.validateHMACSignature(secret, headers['hmacsignature'] ?? '', body),
  },
  braintree: {
    package: 'braintree',
    settings: { publicKey: 'public' },
    sign: async ({ secret }) => {
      const gateway = new braintree.BraintreeGateway({
        environment: braintree.Environment.Sandbox,
        merchantId: 'merchant',
        publicKey: 'public',
        privateKey: secret,
      });
      const sample = await gateway.webhookTesting.sampleNotification('check', '1');
      return { headers: {}, body: String(new URLSearchParams({ ...sample })) };
    },
  },
  gocardless: {
    package: 'gocardless-nodejs',
    verify: ({ body, headers, secret }) =>
      gocardless.verifySignature(body, secret, headers['webhook-signature'] ?? ''),
  },
  razorpay: {
    package: 'razorpay',
    verify: ({ body, headers, secret }) =>
      Razorpay.validateWebhookSignature(body, headers['x-razorpay-signature'] ?? '', secret),
  },
  paddle: {
    package: '@paddle/paddle-node-sdk',
    verify: ({ body, headers, secret }) =>
      paddle.webhooks.isSignatureValid(body, secret, headers['paddle-signature'] ?? ''),
  },
  'mercado-pago': {
    package: 'mercadopago',
    verify: ({ headers, secret, url }) => {
      WebhookSignatureValidator.validate({
        xSignature: headers['x-signature'] ?? '',
        xRequestId: headers['x-request-id'] ?? '',
        dataId: new URL(url).searchParams.get('data.id') ?? '',
        secret,
      });
      return true;
    },
  },
  'wechat-pay-v3': {
    package: 'wechatpay-axios-plugin',
    signing: rsaPem,
    sign: ({ body, secret, nowMs }) => {
      const timestamp = String(Math.floor(nowMs / 1000));
      const message = Formatter.joinedByLineFeed(timestamp, 'nonce', body);
      return {
        headers: {
          'wechatpay-timestamp': timestamp,
          'wechatpay-nonce': 'nonce',
          'wechatpay-serial': 'serial',
          'wechatpay-signature': Rsa.sign(message, secret),
        },
      };
    },
    verify: ({ body, headers, secret }) =>
      Rsa.verify(
        Formatter.joinedByLineFeed(
          headers['wechatpay-timestamp'] ?? '',
          headers['wechatpay-nonce'] ?? '',
          body,
        ),
        headers['wechatpay-signature'] ?? '',
        secret,
      ),
  },
  alipay: {
    package: 'alipay-sdk',
    verify: ({ body, secret }) =>
      new AlipaySdk({
        appId: 'unused',
        privateKey: rsaPem,
        alipayPublicKey: secret.replace(/-----[A-Z ]+-----|\s/g, ''),
      }).checkNotifySignV2(formOf(body)),
  },
  'midtrans-snap-bi': {
    package: 'midtrans-client',
    verify: ({ body, headers, secret, url }) => {
      midtrans.SnapBiConfig.snapBiPublicKey = secret;
      return midtrans.SnapBi.notification()
        .withNotificationPayload(JSON.parse(body))
        .withSignature(headers['x-signature'])
        .withTimeStamp(headers['x-timestamp'])
        .withNotificationUrlPath(new URL(url).pathname)
        .isWebhookNotificationVerified();
    },
  },
  kopokopo: {
    package: 'k2-connect-node',
    verify: ({ body, headers, secret }) =>
      kopokopo.auth(secret, body, headers['x-kopokopo-signature'] ?? '') === 200,
  },
  fedapay: {
    package: 'fedapay',
    sign: ({ body, secret, nowMs }) => ({
      headers: {
        'x-fedapay-signature': FedaPay.generateTestHeaderString({
          payload: body,
          secret,
          timestamp: Math.floor(nowMs / 1000),
        }),
      },
    }),
    verify: ({ body, headers, secret }) =>
      FedaPay.constructEvent(body, headers['x-fedapay-signature'], secret),
  },
  paytm: {
    package: 'paytmchecksum',
    signing: 'merchant-key-16b',
    sign: async ({ secret }) => {
      const fields = { ORDERID: 'order 1', STATUS: 'TXN_SUCCESS', TXNAMOUNT: '10.00', TXNID: '7' };
      const checksum = await paytm.generateSignature({ ...fields }, secret);
      return {
        headers: {},
        body: String(new URLSearchParams({ CHECKSUMHASH: checksum, ...fields })),
      };
    },
    verify: ({ body, secret }) => {
      const { CHECKSUMHASH = '', ...fields } = formOf(body);
      return paytm.verifySignature(fields, secret, CHECKSUMHASH);
    },
  },
  'paynow-zw': {
    package: 'paynow',
    sign: ({ secret }) => {
      const fields = {
        reference: 'order 1',
        paynowreference: '7',
        amount: '10.00',
        status: 'Paid',
      };
      const hash = new paynow.Paynow('id', secret, '', '').generateHash(fields, secret);
      return { headers: {}, body: String(new URLSearchParams({ ...fields, hash })) };
    },
  },
  truelayer: {
    package: 'truelayer-signing',
    signing: p521Pem,
    sign: ({ body, secret, url }) => {
      const sent = { 'X-Tl-Webhook-Timestamp': '2026-11-24T10:00:00Z' };
      const path = new URL(url).pathname;
      const signature = signTruelayer({
        kid: 'k',
        privateKeyPem: secret,
        path,
        headers: sent,
        body,
      });
      return { headers: { ...sent, 'Tl-Signature': signature } };
    },
  },
  'modern-treasury': {
    package: 'modern-treasury',
    verify: ({ body, headers, secret }) =>
      new ModernTreasury({ apiKey: 'unused', organizationID: 'unused' }).webhooks.validateSignature(
        body,
        headers,
        { key: secret },
      ),
  },
  'coinbase-commerce': {
    package: 'coinbase-commerce-node',
    sign: ({ body, secret }) => ({
      headers: { 'x-cc-webhook-signature': coinbase.Webhook.computeSignature(body, secret) },
    }),
  },
};
