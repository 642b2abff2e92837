import { Paddle } from '@paddle/paddle-node-sdk';
import Stripe from 'stripe';
import type { VendorProof } from '../vendor-proof.ts';

const stripe = new Stripe('sk_test_unused');
const paddle = new Paddle('unused');

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
  paddle: {
    package: '@paddle/paddle-node-sdk',
    verify: ({ body, headers, secret }) =>
      paddle.webhooks.isSignatureValid(body, secret, headers['paddle-signature'] ?? ''),
  },
};
