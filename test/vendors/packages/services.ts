import { createRequire } from 'node:module';
import { verifyRequest } from '@contentful/node-apps-toolkit';
import { Signature } from '@hubspot/api-client';
import { generateWebhookSignature } from '@hygraph/utils';
import { LinearWebhookClient } from '@linear/sdk/webhooks';
import { signWebhookPayload, verifyWebhookSignature } from '@notionhq/client';
import { sign as signGithub, verify as verifyGithub } from '@octokit/webhooks-methods';
import { WebhookEventVerifier } from '@onfido/api';
import { assertValidSignature, encodeSignatureHeader } from '@sanity/webhook';
import Finch from '@tryfinch/finch-api';
import { WorkOS } from '@workos-inc/node';
import { createQueryStringHash, encodeSymmetric, fromMethodAndUrl } from 'atlassian-jwt';
import { WebhooksManager } from 'box-node-sdk/managers/webhooks';
import { WebflowClient } from 'webflow-api';
import type { Shown, VendorProof } from '../vendor-proof.ts';

const require = createRequire(import.meta.url);

interface EasyPostUtils {
  readonly Utils: {
    validateWebhook(
      body: Buffer,
      headers: Readonly<Record<string, string>>,
      secret: string,
    ): unknown;
  };
}
/** The package's types describe a default export that its CommonJS file does not have. */
const EasyPost: new (key: string) => EasyPostUtils = require('@easypost/api');

const workos = new WorkOS('sk_unused');

const hubspot =
  (version: 'v1' | 'v2' | 'v3', header: string) =>
  ({ body, headers, secret, method, url }: Shown): boolean =>
    Signature.isValid({
      signature: headers[header] ?? '',
      clientSecret: secret,
      requestBody: body,
      signatureVersion: version,
      url,
      method,
      timestamp: Number(headers['x-hubspot-request-timestamp'] ?? 0),
    });

/** Packages of services. */
export const services: Readonly<Record<string, VendorProof>> = {
  'atlassian-connect': {
    package: 'atlassian-jwt',
    settings: { path: '/hooks/it' },
    sign: ({ secret, nowMs }) => {
      const request = fromMethodAndUrl('POST', '/hooks/it?user_id=a%20b&user_key=c*d');
      const seconds = Math.floor(nowMs / 1000);
      const token = encodeSymmetric(
        { iss: 'tenant', iat: seconds, exp: seconds + 180, qsh: createQueryStringHash(request) },
        secret,
      );
      return {
        headers: { authorization: `JWT ${token}` },
        query: { user_key: 'c*d', user_id: 'a b' },
      };
    },
  },
  github: {
    package: '@octokit/webhooks-methods',
    sign: async ({ body, secret }) => ({
      headers: { 'x-hub-signature-256': await signGithub(secret, body) },
    }),
    verify: ({ body, headers, secret }) =>
      verifyGithub(secret, body, headers['x-hub-signature-256'] ?? ''),
  },
  workos: {
    package: '@workos-inc/node',
    verify: ({ body, headers, secret }) =>
      workos.webhooks.constructEvent({
        payload: JSON.parse(body),
        sigHeader: headers['workos-signature'] ?? '',
        secret,
      }),
  },
  onfido: {
    package: '@onfido/api',
    verify: ({ body, headers, secret }) =>
      new WebhookEventVerifier(secret).readPayload(body, headers['x-sha2-signature'] ?? ''),
  },
  'hubspot-v1': {
    package: '@hubspot/api-client',
    verify: hubspot('v1', 'x-hubspot-signature'),
  },
  'hubspot-v2': {
    package: '@hubspot/api-client',
    verify: hubspot('v2', 'x-hubspot-signature'),
  },
  'hubspot-v3': {
    package: '@hubspot/api-client',
    verify: hubspot('v3', 'x-hubspot-signature-v3'),
  },
  notion: {
    package: '@notionhq/client',
    sign: async ({ body, secret }) => ({
      headers: {
        'x-notion-signature': await signWebhookPayload({ body, verificationToken: secret }),
      },
    }),
    verify: ({ body, headers, secret }) =>
      verifyWebhookSignature({
        body,
        signature: headers['x-notion-signature'] ?? '',
        verificationToken: secret,
      }),
  },
  linear: {
    package: '@linear/sdk',
    verify: ({ body, headers, secret }) =>
      new LinearWebhookClient(secret).verify(
        Buffer.from(body),
        headers['linear-signature'] ?? '',
        Number(JSON.parse(body).webhookTimestamp),
      ),
  },
  contentful: {
    package: '@contentful/node-apps-toolkit',
    verify: ({ body, headers, secret, method, url }) =>
      verifyRequest(
        secret,
        { method: method as 'POST', path: new URL(url).pathname, headers, body },
        30,
      ),
  },
  sanity: {
    package: '@sanity/webhook',
    sign: async ({ body, secret, nowMs }) => ({
      headers: { 'sanity-webhook-signature': await encodeSignatureHeader(body, nowMs, secret) },
    }),
    verify: async ({ body, headers, secret }) => {
      await assertValidSignature(body, headers['sanity-webhook-signature'] ?? '', secret);
      return true;
    },
  },
  webflow: {
    package: 'webflow-api',
    verify: ({ body, headers, secret }) =>
      new WebflowClient({ accessToken: 'unused' }).webhooks.verifySignature({
        headers,
        body,
        secret,
      }),
  },
  hygraph: {
    package: '@hygraph/utils',
    sign: ({ body, secret }) => ({
      headers: { 'gcms-signature': generateWebhookSignature({ rawPayload: body, secret }) },
    }),
  },
  finch: {
    package: '@tryfinch/finch-api',
    verify: ({ body, headers, secret }) => new Finch().webhooks.unwrap(body, headers, secret),
  },
  easypost: {
    package: '@easypost/api',
    verify: ({ body, headers, secret }) =>
      new EasyPost('unused').Utils.validateWebhook(
        Buffer.from(body),
        { 'X-Hmac-Signature': headers['x-hmac-signature'] ?? '' },
        secret,
      ),
  },
  box: {
    package: 'box-node-sdk',
    verify: ({ body, headers, secret }) =>
      WebhooksManager.validateMessage(
        body,
        {
          ...headers,
          'box-signature-version': '1',
          'box-signature-algorithm': 'HmacSHA256',
        },
        secret,
      ),
  },
};
