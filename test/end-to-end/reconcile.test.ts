import Stripe from 'stripe';
import { begin, expectRefused } from '../support/command.ts';
import {
  type Finished,
  jsonLines,
  type LocalRun,
  run,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { type LocalState, localState } from '../support/local-state.ts';
import {
  type GithubStandInDelivery,
  type ProviderStandIn,
  startGithub,
  startStripe,
} from '../support/provider-stand-ins.ts';
import { githubHeaders, post, type Sent } from '../support/senders.ts';
import { type SteeredHandler, steeredHandler } from '../support/steered-handler.ts';

/* `sallyport reconcile` against stand-ins of Stripe's and GitHub's APIs. */

const data = temporaryData();
const handler: SteeredHandler = steeredHandler(`${data.path}-handler`);
const secrets = { stripe: 'whsec_reconcile_test', github: 'reconcile-test-secret' };
const stripeKey = 'rk_test_4eC39HqLyjWDarjtT1zdp7dc';
const token = 'github_pat_11ABCDE';
const hook = '/repos/octo/box/hooks/42';

let local: LocalRun;
let state: LocalState;
let stripe: ProviderStandIn;
let github: ProviderStandIn;

const nowSeconds = Math.floor(Date.now() / 1000);
/** Oldest first; the last two never arrived. */
const events = [
  { id: 'evt_1', type: 'invoice.paid', created: nowSeconds - 500 },
  { id: 'evt_2', type: 'invoice.voided', created: nowSeconds - 400 },
  { id: 'evt_3', type: 'invoice.paid', created: nowSeconds - 300 },
  { id: 'evt_4', type: 'invoice.paid', created: nowSeconds - 200 },
  { id: 'evt_5', type: 'invoice.voided', created: nowSeconds - 100, pending_webhooks: 1 },
];

const deliveries: GithubStandInDelivery[] = ['push', 'issues', 'push'].map((event, at) => ({
  id: `922337203685477${5800 + at}`,
  guid: `0b989ba4-242f-11e5-81e1-c7b6966d251${at}`,
  delivered_at: new Date((nowSeconds - 60 + at) * 1000).toISOString(),
  event,
  status: at === 0 ? 'OK' : 'Invalid HTTP Response: 503',
  status_code: at === 0 ? 200 : 503,
}));

const sign = new Stripe('sk_test_none').webhooks;
async function deliverToStripe(body: string): Promise<Sent> {
  const signature = await sign.generateTestHeaderStringAsync({
    payload: body,
    secret: secrets.stripe,
  });
  return post(`${local.gateway}/hooks/stripe`, body, { 'stripe-signature': signature });
}
const compact = (at: number) => JSON.stringify({ object: 'event', ...events[at] });

/** As GitHub sends an attempt. */
function deliverToGithub({ guid, event }: GithubStandInDelivery): Promise<Sent> {
  const body = JSON.stringify({ zen: guid });
  return post(`${local.gateway}/hooks/github`, body, {
    ...githubHeaders(secrets.github, body),
    'x-github-delivery': guid,
    'x-github-event': event,
  });
}

const outputs: string[] = [];
async function reconcile(
  source: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = { STRIPE_API_KEY: stripeKey, GITHUB_TOKEN: token },
): Promise<Finished> {
  const finished = await begin(data.path, ['reconcile', source, ...args], variables).finished;
  outputs.push(finished.stdout, finished.stderr);
  return finished;
}
const withStripe = (...args: readonly string[]) =>
  reconcile('stripe', ['--api', stripe.url, ...args]);
const withGithub = (...args: readonly string[]) =>
  reconcile('github', ['--api', github.url, '--hook', hook, ...args]);
const summaryOf = (finished: Finished) => jsonLines(finished).at(-1);

const redelivered: Promise<Sent>[] = [];

beforeAll(async () => {
  local = await startLocalRun(data.path, ['--no-samples', '--handlers', handler.handlers]);
  for (const [source, secret] of Object.entries(secrets))
    await sallyport(data.path, ['secrets', 'set', source], secret);
  state = await localState(data.path);
  stripe = await startStripe(stripeKey, events);
  github = await startGithub({ token, hook }, deliveries, (attempt) => {
    redelivered.push(deliverToGithub(attempt));
  });
  const arrived = [
    await deliverToStripe(compact(0)),
    await deliverToStripe(compact(1)),
    await deliverToStripe(compact(2)),
  ];
  const [first] = deliveries;
  if (first !== undefined) arrived.push(await deliverToGithub(first));
  expect(arrived.map(({ httpStatus }) => httpStatus)).toEqual([200, 200, 200, 200]);
  await state.settled(arrived.map(({ id }) => id));
});

afterAll(async () => {
  stripe.close();
  github.close();
  await local.end('SIGTERM');
  data.remove();
});

describe("Stripe's events", () => {
  test('those that are missing are listed when three of five arrived', async () => {
    const finished = await withStripe('--json');
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(jsonLines(finished)).toEqual([
      {
        eventId: 'evt_5',
        eventType: 'invoice.voided',
        sentAt: new Date((nowSeconds - 100) * 1000).toISOString(),
        providerStatus: 'pending_webhooks 1',
        here: 'missing',
      },
      expect.objectContaining({ eventId: 'evt_4', here: 'missing' }),
      { sent: 5, missing: 2 },
    ]);
    const { stdout } = await withStripe();
    expect(stdout).toMatch(/Z {2}evt_5 {2}invoice\.voided {2}pending_webhooks 1 {2}missing$/m);
    expect(stdout).toMatch(/\n5 sent, 2 missing here\n$/);
    expect(stdout).not.toContain('evt_3');
  });

  test('all are listed with their records when all are asked for', async () => {
    const lines = jsonLines(await withStripe('--all', '--json'));
    expect(lines.map(({ eventId, here }) => [eventId, here])).toEqual([
      ['evt_5', 'missing'],
      ['evt_4', 'missing'],
      ['evt_3', 'done'],
      ['evt_2', 'done'],
      ['evt_1', 'done'],
      [undefined, undefined],
    ]);
    expect(await state.record(String(lines[2]?.['id']))).toMatchObject({ eventId: 'evt_3' });
  });

  test('those that match are listed when a type or a range is given', async () => {
    const ofType = jsonLines(await withStripe('--type', 'invoice.paid', '--all', '--json'));
    expect(ofType.map(({ eventId }) => eventId)).toEqual(['evt_4', 'evt_3', 'evt_1', undefined]);
    expect(ofType.at(-1)).toEqual({ sent: 3, missing: 1 });
    const since = new Date((nowSeconds - 400) * 1000).toISOString();
    const until = new Date((nowSeconds - 200) * 1000).toISOString();
    const inRange = await withStripe('--since', since, '--until', until, '--all', '--json');
    expect(jsonLines(inRange).map(({ eventId }) => eventId)).toEqual([
      'evt_4',
      'evt_3',
      'evt_2',
      undefined,
    ]);
  });

  test('a line says so when the range goes further back than the list', async () => {
    const finished = await withStripe('--since', '40d', '--json');
    expect(summaryOf(finished)).toEqual({ sent: 5, missing: 2 });
    expect(finished.stderr).toBe(
      "sallyport: the provider's list goes back 30 days: what is older is not compared\n",
    );
  });

  test('what is missing is recorded and handled once when it is fetched', async () => {
    const runs = handler.runs().length;
    const finished = await withStripe('--fetch', '--json');
    expect(finished.code).toBe(0);
    const fetched = jsonLines(finished).filter(({ result }) => result !== undefined);
    expect(fetched).toEqual([
      { eventId: 'evt_4', result: 'enqueued', id: expect.any(String) },
      { eventId: 'evt_5', result: 'enqueued', id: expect.any(String) },
    ]);
    const ids = fetched.map(({ id }) => String(id));
    const records = await state.settled(ids);
    expect(records).toMatchObject(
      ['evt_4', 'evt_5'].map((eventId) => ({
        eventId,
        idempotencyKey: `id:${eventId}`,
        status: 'done',
        origin: 'provider-api',
        strength: 'signed',
        checks: [{ check: 'provider-api', result: 'passed' }],
        attempts: 1,
        deliveries: 1,
      })),
    );
    expect(handler.runs().slice(runs)).toMatchObject(
      ids.map((recordId) => ({ recordId, origin: 'provider-api', attempt: 1 })),
    );
    const own = await fetch(`${stripe.url}/v1/events/evt_4`, {
      headers: { authorization: `Bearer ${stripeKey}` },
    });
    expect(records[0]?.bodyBytes).toBe((await own.arrayBuffer()).byteLength);
  });

  test('nothing is missing any more and nothing is entered twice when it is fetched again', async () => {
    const runs = handler.runs().length;
    const before = await state.items();
    const finished = await withStripe('--fetch', '--json');
    expect(jsonLines(finished)).toEqual([{ sent: 5, missing: 0 }]);
    expect(await state.items()).toEqual(before);
    expect(handler.runs()).toHaveLength(runs);
  });

  test('the handler does not run again when a fetched event is delivered late in other bytes', async () => {
    const runs = handler.runs().length;
    const { httpStatus, id } = await deliverToStripe(compact(3));
    expect(httpStatus).toBe(409);
    const record = await state.record(id);
    expect(record).toMatchObject({ status: 'conflict', eventId: 'evt_4' });
    expect(await state.record(record.eventRecordId ?? '')).toMatchObject({
      origin: 'provider-api',
      deliveries: 2,
    });
    // Another event that comes behind it is handled: nothing is left in the queue.
    const next = await deliverToStripe(JSON.stringify({ id: 'evt_6', type: 'invoice.paid' }));
    await state.settled([next.id]);
    expect(
      handler
        .runs()
        .slice(runs)
        .map(({ eventId }) => eventId),
    ).toEqual(['evt_6']);
  });
});

describe("GitHub's deliveries", () => {
  test('what is missing arrives in the ordinary signed way when GitHub is asked again', async () => {
    expect(summaryOf(await withGithub('--json'))).toEqual({ sent: 3, missing: 2 });
    const finished = await withGithub('--fetch', '--json');
    expect(finished.code).toBe(0);
    const missing = deliveries.slice(1, 3).map(({ guid }) => guid);
    expect(jsonLines(finished).filter(({ result }) => result !== undefined)).toEqual(
      missing.map((eventId) => ({ eventId, result: 'asked-again' })),
    );
    const sent = await Promise.all(redelivered);
    expect(sent.map(({ httpStatus }) => httpStatus)).toEqual([200, 200]);
    const records = await state.settled(sent.map(({ id }) => id));
    expect(records).toMatchObject(
      missing.map((eventId) => ({ eventId, status: 'done', strength: 'signed' })),
    );
    for (const record of records) expect(record).not.toHaveProperty('origin');
    expect(summaryOf(await withGithub('--json'))).toEqual({ sent: 3, missing: 0 });
  });
});

test.each([
  ['the key of Stripe is not set', 2, 'stripe', [], {}, 'STRIPE_API_KEY is not set'],
  ['the token of GitHub is not set', 2, 'github', ['--hook', hook], {}, 'GITHUB_TOKEN is not set'],
  ['the provider has no list', 2, 'bank', [], undefined, 'of provider generic, which has no list'],
  ['the source is unknown', 2, 'nobody', [], undefined, 'source "nobody" is not configured'],
  ['the hook is missing', 2, 'github', [], undefined, 'the GitHub webhook is missing'],
  ['the hook is none', 2, 'github', ['--hook', '/repos/x'], undefined, '"/repos/x" is none'],
  ['the time is none', 2, 'stripe', ['--since', 'ever'], undefined, '"ever" is no time'],
  ['the key is none', 2, 'stripe', [], { STRIPE_API_KEY: 'two words' }, 'holds characters'],
  ['the API is not on https', 2, 'stripe', ['--api', 'http://192.0.2.1'], undefined, 'not https'],
] as const)(
  'one line says what to do when %s',
  async (_when, code, source, args, variables, text) => {
    expectRefused(await reconcile(source, args, variables), code, text);
  },
);

test('one line says what to do when the provider refuses the key', async () => {
  const wrong = { STRIPE_API_KEY: 'rk_test_wrong', GITHUB_TOKEN: 'ghp_wrong' };
  const ofStripe = await reconcile('stripe', ['--api', stripe.url, '--json'], wrong);
  expectRefused(ofStripe, 1, /v1\/events answered 401: give a secret or restricted key/);
  const ofGithub = await reconcile('github', ['--api', github.url, '--hook', hook], wrong);
  expectRefused(ofGithub, 1, /deliveries answered 401: give a token/);
  expect(outputs.join()).not.toMatch(/rk_test_wrong|ghp_wrong|two words/);
});

test('no output holds a key after all of this, and the help names the default', async () => {
  expect(outputs.length).toBeGreaterThan(20);
  expect(outputs.join()).not.toContain(stripeKey);
  expect(outputs.join()).not.toContain(token);
  const { stdout } = await run('node', ['bin/sallyport.cjs', 'reconcile', '--help']);
  expect(stdout).toMatch(/\(default:\s+1d\)/);
});
