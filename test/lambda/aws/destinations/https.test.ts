import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { Webhook } from 'standardwebhooks';
import { destinationSender } from '../../../../lambda/aws/destinations/sender.ts';
import { systemClock } from '../../../../lambda/model/time.ts';
import { NonRetryable, NotYet } from '../../../../lambda/worker/handler.ts';
import type { Emulator } from '../../../../local/emulators/emulator.ts';
import { startSecretsManager } from '../../../../local/emulators/secrets-manager.ts';
import { deliveredEvent, firstAttempt, recordId } from '../../../support/destinations.ts';
import { type TlsReceiver, tlsReceiver } from '../../../support/tls-receiver.ts';

/* Events on their way to an address, over TLS, judged by the receiver's own package. */

let receiver: TlsReceiver;
let secretsManager: Emulator;
let secrets: SecretsManagerClient;
const noContent: TlsReceiver['answer'] = (_request, response) => response.writeHead(204).end();

beforeAll(async () => {
  receiver = await tlsReceiver();
  const file = join(mkdtempSync(join(tmpdir(), 'sallyport-test-')), 'secrets.json');
  secretsManager = await startSecretsManager(file);
  process.env['AWS_ENDPOINT_URL_SECRETS_MANAGER'] = secretsManager.url;
  process.env['AWS_REGION'] = 'eu-west-1';
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  secrets = new SecretsManagerClient({});
});
afterAll(async () => {
  receiver.stop();
  await secretsManager.stop();
});
beforeEach(() => {
  receiver.requests.length = 0;
  receiver.answer = noContent;
});

const whsec = (): string => `whsec_${randomBytes(24).toString('base64')}`;
let names = 0;

/** A destination whose secret has these versions, the newest last. */
async function destinationWith(...versions: readonly string[]) {
  const id = `erp-${names++}`;
  const SecretId = `sallyport/test/bank/to/${id}`;
  await secrets.send(new CreateSecretCommand({ Name: SecretId }));
  for (const SecretString of versions)
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString }));
  return { id, kind: 'https', url: receiver.url } as const;
}

const clock = { ...systemClock };
const sender = destinationSender({
  stage: 'prod',
  sources: [],
  secretPrefix: 'sallyport/test/',
  clock,
  rates: { take: async () => true },
  post: (...args) => receiver.post(...args),
});
const failureOf = async (
  to: Parameters<typeof sender.send>[1],
  context = firstAttempt,
): Promise<Error & { readonly inSeconds?: number }> =>
  sender.send(deliveredEvent(), to, context).then(
    () => Promise.reject(new Error('it was sent')),
    (error: Error) => error,
  );

test('the receiver gets the very bytes, the attributes, and a signature that its package accepts', async () => {
  const secret = whsec();
  const to = await destinationWith(secret);
  await sender.send(deliveredEvent(), to, firstAttempt);
  const [{ body, headers } = { body: Buffer.of(), headers: {} }] = receiver.requests;
  expect(body).toEqual(Buffer.from(deliveredEvent().body));
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'ce-id': recordId,
    'ce-specversion': '1.0',
    'ce-type': 'transfer.settled',
    'ce-source': '/sallyport/prod/bank',
    'webhook-id': recordId,
  });
  expect(new Webhook(secret).verify(body, headers)).toEqual(deliveredEvent().json());
  expect(() => new Webhook(whsec()).verify(body, headers)).toThrow('No matching signature found');
  const tampered = Buffer.from(body.toString().replace('EUR', 'USD'));
  expect(() => new Webhook(secret).verify(tampered, headers)).toThrow('No matching signature');
});

test('while a secret is rotated, both receivers that know the old one and those that know the new one accept', async () => {
  const [first, second, third] = [whsec(), whsec(), whsec()];
  const to = await destinationWith(first, second, third);
  await sender.send(deliveredEvent(), to, firstAttempt);
  const [{ body, headers } = { body: Buffer.of(), headers: {} }] = receiver.requests;
  expect(headers['webhook-signature']).toMatch(/^v1,[^ ]+ v1,[^ ]+$/);
  for (const live of [second, third]) new Webhook(live).verify(body, headers);
  expect(() => new Webhook(first).verify(body, headers)).toThrow('No matching signature found');
});

test('a repetition and a replay have the id of the first attempt, and a time of their own', async () => {
  const secret = whsec();
  const to = await destinationWith(secret);
  const startedAt = Math.floor(Date.now() / 1000);
  clock.nowMs = () => (startedAt + receiver.requests.length * 60) * 1000;
  await sender.send(deliveredEvent(), to, firstAttempt);
  await sender.send(deliveredEvent(), to, { ...firstAttempt, attempt: 2 });
  await sender.send(deliveredEvent(), to, { ...firstAttempt, isReplay: true, replayId: 'R' });
  clock.nowMs = systemClock.nowMs;
  expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([
    recordId,
    recordId,
    recordId,
  ]);
  expect(receiver.requests.map(({ headers }) => headers['webhook-timestamp'])).toEqual(
    [0, 60, 120].map((later) => String(startedAt + later)),
  );
  for (const { body, headers } of receiver.requests) new Webhook(secret).verify(body, headers);
});

test('bytes that are no text and an empty body are signed as they are', async () => {
  const secret = whsec();
  const to = await destinationWith(secret);
  await sender.send(
    deliveredEvent(Buffer.from([0xff, 0, 0xfe]), { headers: {} }),
    to,
    firstAttempt,
  );
  await sender.send(deliveredEvent('', { headers: {} }), to, firstAttempt);
  const [bytes, empty] = receiver.requests;
  expect(bytes?.body).toEqual(Buffer.from([0xff, 0, 0xfe]));
  expect(bytes?.headers).toMatchObject({ 'content-type': 'application/octet-stream' });
  expect(empty?.headers).toMatchObject({ 'content-length': '0' });
  // The package takes every body for text.
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  for (const { body, headers } of receiver.requests) {
    const mac = createHmac('sha256', key)
      .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`)
      .update(body)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${mac}`);
  }
});

test('a body of the largest size goes through whole', async () => {
  const to = await destinationWith(whsec());
  const body = Buffer.alloc(4 * 1024 * 1024, 'x');
  await sender.send(deliveredEvent(body), to, firstAttempt);
  expect(receiver.requests[0]?.body.equals(body)).toBe(true);
});

test.each([
  ['a missing secret', [], 'is not set: store one with sallyport secrets set bank/to/erp-'],
  ['an empty secret', [' '], 'is not set'],
  ['a secret in another form', ['whsec_?'], 'is not whsec_ and base64'],
])('%s is said, and tried again', async (_name, versions, text) => {
  const failure = await failureOf(await destinationWith(...versions));
  expect(failure).not.toBeInstanceOf(NonRetryable);
  expect(failure).not.toBeInstanceOf(NotYet);
  expect(failure.message).toContain(text);
  expect(failure.message).not.toContain('whsec_?');
  expect(receiver.requests).toEqual([]);
});

const answering = (status: number, headers: Readonly<Record<string, string>> = {}) => {
  receiver.answer = (_request, response) => response.writeHead(status, headers).end('no');
};

test.each([200, 201, 202, 204, 299])('%d is sent', async (status) => {
  answering(status);
  await sender.send(deliveredEvent(), await destinationWith(whsec()), firstAttempt);
});

test.each([
  [301, ': no redirect is followed'],
  [304, ': no redirect is followed'],
  [400, ''],
  [401, ''],
  [404, ''],
  [422, ''],
  [429, ''],
  [500, ''],
  [503, ''],
])('%d is one more attempt', async (status, more) => {
  answering(status, { location: 'https://169.254.169.254/' });
  const failure = await failureOf(await destinationWith(whsec()));
  expect(failure).not.toBeInstanceOf(NonRetryable);
  expect(failure).not.toBeInstanceOf(NotYet);
  expect(failure.message).toBe(`${new URL(receiver.url).host} answered ${status}${more}`);
});

test('410 is the end', async () => {
  answering(410);
  expect(await failureOf(await destinationWith(whsec()))).toBeInstanceOf(NonRetryable);
});

test.each([
  [429, '60', 60],
  [503, '60', 60],
  [429, '999999999', 6 * 3600],
  [503, 'a date', 90],
] as const)('%d with Retry-After %s is not before that', async (status, retryAfter, seconds) => {
  const date = new Date(Date.now() + seconds * 1000).toUTCString();
  answering(status, { 'retry-after': retryAfter === 'a date' ? date : retryAfter });
  const failure = await failureOf(await destinationWith(whsec()));
  expect(failure).toBeInstanceOf(NotYet);
  expect(failure.inSeconds).toBeGreaterThanOrEqual(seconds - 2);
  expect(failure.inSeconds).toBeLessThanOrEqual(seconds);
});

test('a receiver that says "in a second" time after time is asked less and less often', async () => {
  answering(429, { 'retry-after': '0' });
  const to = await destinationWith(whsec());
  expect([1, 2]).toContain((await failureOf(to)).inSeconds);
  const pauses = await Promise.all(
    Array.from({ length: 20 }, () => failureOf(to, { ...firstAttempt, attempt: 50 })),
  );
  const seconds = pauses.map(({ inSeconds = 0 }) => inSeconds);
  expect(Math.max(...seconds)).toBeGreaterThan(20);
  expect(Math.max(...seconds)).toBeLessThanOrEqual(300);
});

test.each(['soon', '-5', '1.5', ''])('a Retry-After that says %j is none', async (retryAfter) => {
  answering(429, { 'retry-after': retryAfter });
  expect(await failureOf(await destinationWith(whsec()))).not.toBeInstanceOf(NotYet);
});
