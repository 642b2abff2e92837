import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sign as signGithub } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import type { RecordPage } from '../../cli/console/page/api.ts';
import { openConsole } from '../support/console-client.ts';
import { effectsHandler } from '../support/effects.ts';
import {
  eventually,
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { hmacHex } from '../support/requests.ts';

/* Requests signed by software that nobody here wrote, over HTTP through the whole local stack to the handler. */

const data = temporaryData();
const effects = effectsHandler(dirname(data.path));
const stripe = new Stripe('sk_test_unused');

const secrets = {
  github: "It's a Secret to Everybody",
  stripe: 'whsec_planted_stripe_secret_0123456789',
  'standard-webhooks': 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  signing: 'planted-bank-signing-secret-0123456789',
  token: 'planted-bank-shared-token-0123456789',
} as const;

let local: LocalRun;

beforeAll(async () => {
  local = await startLocalRun(data.path, ['--no-samples', '--handlers', effects.handlers]);
  const set = async (args: readonly string[], value: string) => {
    expect(await sallyport(data.path, ['secrets', 'set', ...args], `${value}\n`)).toMatchObject({
      code: 0,
    });
  };
  for (const source of ['github', 'stripe', 'standard-webhooks'] as const)
    await set([source], secrets[source]);
  await set(['bank', '--field', 'signing'], secrets.signing);
  await set(['bank', '--field', 'token'], secrets.token);
});

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

async function post(
  source: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>>,
) {
  const response = await fetch(`${local.gateway}/hooks/${source}`, {
    method: 'POST',
    body: Buffer.from(body),
    headers,
  });
  return {
    status: response.status,
    reply: (await response.json()) as { message: string; id: string },
  };
}

async function record(id: string): Promise<Record<string, unknown>> {
  const [found = {}] = jsonLines(await sallyport(data.path, ['audit', 'show', id, '--json']));
  return found;
}

/** The effect of this delivery, when the worker has run the handler; checks that it saw the very bytes. */
async function expectEffect(id: string, body: string | Uint8Array): Promise<void> {
  const look = async () => effects.read().find(({ recordId }) => recordId === id);
  const effect = await eventually(look, 20, `the effect of ${id}`);
  expect(effect.bodySha256).toBe(createHash('sha256').update(body).digest('hex'));
  await eventually(
    async () => ((await record(id))['status'] === 'done' ? true : undefined),
    20,
    'done',
  );
}

/** Payloads that GitHub's own tools publish. */
const githubExamples: readonly { readonly name: string; readonly examples: readonly object[] }[] =
  JSON.parse(readFileSync(require.resolve('@octokit/webhooks-examples'), 'utf8'));

const githubEvents = githubExamples
  .flatMap(({ name, examples }) => examples.slice(0, 1).map((payload) => ({ name, payload })))
  .filter(({ name }) => ['push', 'issues', 'pull_request', 'release', 'ping'].includes(name));

test('has real GitHub payloads to send', () =>
  expect(githubEvents.length).toBeGreaterThanOrEqual(4));

test.each(githubEvents)(
  'delivers a GitHub $name event signed by octokit',
  async ({ name, payload }) => {
    const body = JSON.stringify(payload);
    const { status, reply } = await post('github', body, {
      'X-Hub-Signature-256': await signGithub(secrets.github, body),
      'X-GitHub-Event': name,
      'X-GitHub-Delivery': `delivery-${name}`,
    });
    expect(status).toBe(200);
    await expectEffect(reply.id, body);
    expect(await record(reply.id)).toMatchObject({
      status: 'done',
      strength: 'signed',
      eventType: name,
      eventId: `delivery-${name}`,
      checks: [{ check: 'signature', result: 'passed' }],
    });
  },
);

const stripeEvent = JSON.stringify({
  id: 'evt_1NG8Du2eZvKYlo2CUI79vXWy',
  object: 'event',
  type: 'payment_intent.succeeded',
  data: {
    object: { id: 'pi_1', object: 'payment_intent', amount: 2000, description: 'Ünïcödé ✓' },
  },
});

test("delivers a Stripe event signed by Stripe's own library", async () => {
  const signature = stripe.webhooks.generateTestHeaderString({
    payload: stripeEvent,
    secret: secrets.stripe,
  });
  const { status, reply } = await post('stripe', stripeEvent, { 'Stripe-Signature': signature });
  expect(status).toBe(200);
  await expectEffect(reply.id, stripeEvent);
  expect(await record(reply.id)).toMatchObject({
    eventId: 'evt_1NG8Du2eZvKYlo2CUI79vXWy',
    eventType: 'payment_intent.succeeded',
    checks: [
      { check: 'signature', result: 'passed' },
      { check: 'freshness', result: 'passed' },
    ],
  });
});

test("rejects as stale a Stripe event that Stripe's library signed ten minutes ago", async () => {
  const timestamp = Math.floor(Date.now() / 1000) - 600;
  const header = { payload: stripeEvent, secret: secrets.stripe, timestamp };
  const signature = stripe.webhooks.generateTestHeaderString(header);
  const { status, reply } = await post('stripe', stripeEvent, { 'Stripe-Signature': signature });
  expect(status).toBe(403);
  expect(await record(reply.id)).toMatchObject({ status: 'rejected', reason: 'stale' });
});

test('delivers an event signed by the Standard Webhooks library', async () => {
  const body = '{"type":"contact.created","timestamp":"2026-11-23T10:00:00Z","data":{"id":"1"}}';
  const now = new Date();
  const { status, reply } = await post('standard-webhooks', body, {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secrets['standard-webhooks']).sign(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      now,
      body,
    ),
  });
  expect(status).toBe(200);
  await expectEffect(reply.id, body);
  expect(await record(reply.id)).toMatchObject({
    idempotencyKey: 'id:msg_p5jXN8AQM9LWM0D4loKWxJek',
  });
});

/* The base scenario of the bank. */

const bankHeaders = (
  body: string | Uint8Array,
  changes: Readonly<Record<string, string>> = {},
) => ({
  'x-forwarded-for': '203.0.113.45',
  'X-Secret': secrets.token,
  'X-Signature': hmacHex(secrets.signing, body),
  ...changes,
});

test.each([
  ['is JSON', Buffer.from('{"transfer":"T1","amount":100}')],
  ['is empty', Buffer.alloc(0)],
  ['is not UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x80])],
  [
    'is 1 MB of noise',
    createHash('shake256', { outputLength: 1024 * 1024 })
      .update('noise')
      .digest(),
  ],
])('delivers a bank event byte for byte when its body %s', async (_name, body) => {
  const { status, reply } = await post('bank', body, bankHeaders(body));
  expect(status).toBe(200);
  await expectEffect(reply.id, body);
  expect(await record(reply.id)).toMatchObject({
    status: 'done',
    bodyBytes: body.length,
    secretVersion: 'current',
  });
});

test('refuses what fails any of the three checks, with one public body, on record, never queued', async () => {
  const body = '{"transfer":"T2","amount":5}';
  const right = bankHeaders(body);
  const without = (name: string) =>
    Object.fromEntries(Object.entries(right).filter(([key]) => key !== name));
  const cases: [string, string, Record<string, string>, string][] = [
    ['ip-not-allowed', body, bankHeaders(body, { 'x-forwarded-for': '203.0.113.46' }), 'wrong IP'],
    ['token-mismatch', body, bankHeaders(body, { 'X-Secret': 'wrong' }), 'wrong secret'],
    ['token-missing', body, without('X-Secret'), 'missing secret'],
    [
      'signature-mismatch',
      body,
      bankHeaders(body, { 'X-Signature': hmacHex('wrong', body) }),
      'wrong signature',
    ],
    ['signature-missing', body, without('X-Signature'), 'missing signature'],
    ['signature-mismatch', body.replace('5', '6'), right, 'altered body'],
  ];
  const before = effects.read().length;
  const publicBodies = new Set<string>();
  for (const [reason, sent, headers] of cases) {
    const { status, reply } = await post('bank', sent, headers);
    expect(status).toBe(403);
    publicBodies.add(JSON.stringify({ ...reply, id: 'ID' }));
    expect(await record(reply.id)).toMatchObject({ status: 'rejected', reason, attempts: 0 });
  }
  expect([...publicBodies]).toEqual(['{"message":"forbidden","id":"ID"}']);
  expect(effects.read().length).toBe(before);
});

test('runs the handler once for an event that is sent many times at once', async () => {
  const body = '{"transfer":"T3","amount":7}';
  const replies = await Promise.all(
    Array.from({ length: 30 }, () => post('bank', body, bankHeaders(body))),
  );
  expect(replies.map(({ status }) => status)).toEqual(Array(30).fill(200));
  const key = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  const listed = jsonLines(
    await sallyport(data.path, ['audit', 'list', '--source', 'bank', '--json', '--limit', '100']),
  );
  const own = listed.filter((entry) => entry['idempotencyKey'] === key);
  expect(own).toHaveLength(30);
  const [event] = own.filter((entry) => entry['status'] !== 'duplicate');
  await expectEffect(String(event?.['id']), body);
  expect(effects.read().filter(({ idempotencyKey }) => idempotencyKey === key)).toHaveLength(1);
  expect((await record(String(event?.['id'])))['deliveries']).toBe(30);
});

test('shows no secret in any log, record, reply, queue or page', async () => {
  const shown = await everythingShown();
  expect(shown).toContain('signature-mismatch');
  expect(secretsIn(shown)).toEqual([]);
});

test('the search finds a secret that leaks', async () => {
  // A header that no configuration names as secret is recorded as it came.
  await post('bank', '{}', { 'X-Note': secrets.token });
  expect(secretsIn(await everythingShown())).toEqual(['token']);
});

const secretsIn = (text: string): readonly string[] =>
  Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));

/** All that an operator, a sender or a log reader could get to see of this run. */
async function everythingShown(): Promise<string> {
  const { stdout } = await sallyport(data.path, ['audit', 'list', '--json', '--limit', '1000']);
  const shown = [stdout, await shownByConsole(), await storedText(data.path), local.output()];
  return shown.join('\n');
}

/** Every answer of the console, and the whole of every record. */
async function shownByConsole(): Promise<string> {
  const client = await openConsole(local.console);
  const { records } = await client.get<RecordPage>('/api/records?limit=200');
  const paths = ['/receiver', '/summary', ...records.map(({ id }) => `/records/${id}`)];
  const replies = await Promise.all(paths.map((path) => client.reply(`/api${path}`)));
  return replies.map(({ text }) => text).join('\n');
}

/** All that the run wrote, but for the file that stands for Secrets Manager. */
async function storedText(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('secrets.json'));
  const texts = await Promise.all(
    files.map((file) => readFile(`${file.parentPath}/${file.name}`, 'latin1')),
  );
  return texts.join('\n');
}
