import { changeEvent, eventItemKey } from '../../../lambda/aws/event-change.ts';
import type { IdentifiedDelivery } from '../../../lambda/model/delivery.ts';
import type { Claim } from '../../../lambda/worker/ports.ts';
import {
  claimOf,
  stopObjectServer,
  type TestStorage,
  testStorage,
} from '../../support/audit-table.ts';
import { testNowMs } from '../../support/clock.ts';
import { keyOf, testDelivery } from '../../support/deliveries.ts';

/* How workers claim an event, keep it and settle it; the conditions are evaluated by DynamoDB's emulator. */

let storage: TestStorage;
let delivery: IdentifiedDelivery;
beforeEach(async () => {
  storage = await testStorage();
  delivery = testDelivery('x');
  await storage.audit.recordEvent(delivery);
});
afterEach(() => storage.stop());
afterAll(stopObjectServer);

const item = () => storage.item(`bank#${delivery.idempotencyKey}`);
const claim = async (): Promise<Claim> => claimOf(await storage.events.claim(keyOf(delivery)));

const again = { error: 'Error: closed', retryInSeconds: 10, isAttempt: true };

test('one of twenty concurrent workers gets the claim', async () => {
  const results = await Promise.all(
    Array.from({ length: 20 }, () => storage.events.claim(keyOf(delivery))),
  );
  expect(results.map(({ kind }) => kind).sort()).toEqual(['claimed', ...Array(19).fill('held')]);
});

test('a claim says what the handler is run for, and the sweeper waits for its end', async () => {
  expect(await claim()).toMatchObject({
    key: keyOf(delivery),
    claimedAtMs: testNowMs,
    attempt: 1,
    attemptOfRun: 1,
    isReplay: false,
    recordId: delivery.request.deliveryId,
    source: 'bank',
    strength: 'signed',
  });
  expect(await item()).toMatchObject({
    status: 'processing',
    claimedUntilMs: testNowMs + 75_000,
    dueAtMs: testNowMs + 135_000,
  });
});

test('a claim is taken over when its lease has ended, and the late worker changes nothing', async () => {
  const first = await claim();
  storage.clock.advance(75_000);
  expect((await storage.events.claim(keyOf(delivery))).kind).toBe('held');
  storage.clock.advance(1);
  const second = await claim();
  expect(second.attempt).toBe(2);
  expect(await storage.events.renew(first)).toBe(false);
  expect(await storage.events.complete(first, 'succeeded')).toBe(false);
  expect(await storage.events.fail(first, 'late')).toBe(false);
  expect(await storage.events.release(first, again)).toBe(false);
  expect(await storage.events.complete(second, 'succeeded')).toBe(true);
  expect(await item()).toMatchObject({ status: 'done', attempts: 2, history: [{ attempt: 2 }] });
});

test('a renewed claim holds for another lease', async () => {
  const first = await claim();
  storage.clock.advance(50_000);
  expect(await storage.events.renew(first)).toBe(true);
  expect(await item()).toMatchObject({
    attempts: 1,
    claimedUntilMs: testNowMs + 125_000,
    dueAtMs: testNowMs + 185_000,
  });
  storage.clock.advance(75_000);
  expect((await storage.events.claim(keyOf(delivery))).kind).toBe('held');
  expect(await storage.events.complete(first, 'succeeded')).toBe(true);
  expect(await storage.events.renew(first)).toBe(false);
});

test('a released event can be claimed at once and says why it was released', async () => {
  expect(await storage.events.release(await claim(), again)).toBe(true);
  const released = await item();
  expect(released).toMatchObject({
    status: 'received',
    lastError: 'Error: closed',
    dueAtMs: testNowMs + 70_000,
  });
  expect(released).not.toHaveProperty('claimToken');
  expect(released).not.toHaveProperty('claimedUntilMs');
  expect((await storage.events.claim(keyOf(delivery))).kind).toBe('claimed');
});

test('a settled or missing event cannot be claimed', async () => {
  const failed = testDelivery('y');
  await storage.audit.recordEvent(failed);
  await storage.events.complete(await claim(), 'succeeded');
  await storage.events.fail(claimOf(await storage.events.claim(keyOf(failed))), 'no');
  expect(await storage.events.claim(keyOf(delivery))).toEqual({ kind: 'settled' });
  expect(await storage.events.claim(keyOf(failed))).toEqual({ kind: 'settled' });
  expect(await storage.events.claim({ sourceId: 'bank', idempotencyKey: 'none' })).toEqual({
    kind: 'missing',
  });
});

test('the history grows by one entry an attempt, with its times, outcome and error', async () => {
  const second = 1000;
  const first = await claim();
  storage.clock.advance(3 * second);
  await storage.events.release(first, again);
  storage.clock.advance(10 * second);
  const next = await claim();
  storage.clock.advance(2 * second);
  await storage.events.release(next, { ...again, error: 'S3 is down', isAttempt: false });
  storage.clock.advance(10 * second);
  const last = await claim();
  storage.clock.advance(second);
  await storage.events.fail(last, 'Error: no');
  expect((await item())['history']).toEqual([
    {
      what: 'attempt',
      attempt: 1,
      startedAt: '2026-11-23T10:00:00.000Z',
      at: '2026-11-23T10:00:03.000Z',
      outcome: 'retry',
      error: 'Error: closed',
    },
    {
      what: 'attempt',
      attempt: 2,
      startedAt: '2026-11-23T10:00:13.000Z',
      at: '2026-11-23T10:00:15.000Z',
      outcome: 'retry',
      error: 'S3 is down',
    },
    {
      what: 'attempt',
      attempt: 3,
      startedAt: '2026-11-23T10:00:25.000Z',
      at: '2026-11-23T10:00:26.000Z',
      outcome: 'dead-letter',
      error: 'Error: no',
    },
  ]);
  expect(await item()).toMatchObject({
    status: 'failed',
    outcome: 'dead-letter',
    lastError: 'Error: no',
    settledAt: '2026-11-23T10:00:26.000Z',
  });
});

test.each(['succeeded', 'skipped'] as const)(
  'a completed event says that it %s, without an error, and is open no more',
  async (outcome) => {
    await storage.events.complete(await claim(), outcome);
    const done = await item();
    expect(done).toMatchObject({ status: 'done', outcome, settledAt: '2026-11-23T10:00:00.000Z' });
    const [entry] = done['history'] as object[];
    expect(entry).toMatchObject({ attempt: 1, outcome });
    expect(entry).not.toHaveProperty('error');
    for (const name of ['openShard', 'dueAtMs', 'claimToken', 'claimedUntilMs'])
      expect(done).not.toHaveProperty(name);
  },
);

test.each<[string, (own: Claim) => Promise<boolean>]>([
  ['complete', (own) => storage.events.complete(own, 'succeeded')],
  ['fail', (own) => storage.events.fail(own, 'no')],
  ['release', (own) => storage.events.release(own, again)],
])(
  '%s counts as made when its answer was lost and it is made again, and is noted once',
  async (_name, settle) => {
    const own = await claim();
    expect(await settle(own)).toBe(true);
    const settled = await item();
    storage.clock.advance(500);
    expect(await settle(own)).toBe(true);
    expect(await item()).toEqual(settled);
    expect(settled['history']).toHaveLength(1);
  },
);

test('a release made again counts as made although the next worker has the event already', async () => {
  const own = await claim();
  await storage.events.release(own, again);
  const next = await claim();
  expect(await storage.events.release(own, again)).toBe(true);
  expect(await item()).toMatchObject({ status: 'processing', claimToken: next.token });
  await storage.events.release(next, again);
  expect(await storage.events.release(own, again)).toBe(false);
});

test('no other settlement than its own counts as made, whichever worker asks', async () => {
  const own = await claim();
  await storage.events.complete(own, 'succeeded');
  expect(await storage.events.complete({ ...own, token: 'another' }, 'succeeded')).toBe(false);
});

test('a release that was no attempt uses none up', async () => {
  const numbers: (readonly number[])[] = [];
  for (const isAttempt of [true, false, false, true, true]) {
    const own = await claim();
    numbers.push([own.attempt, own.attemptOfRun]);
    await storage.events.release(own, { ...again, isAttempt });
  }
  expect(numbers).toEqual([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 2],
    [5, 3],
  ]);
});

test('a worker that died used an attempt up', async () => {
  await claim();
  storage.clock.advance(75_001);
  expect(await claim()).toMatchObject({ attempt: 2, attemptOfRun: 2 });
});

test('a replayed event has all attempts once more and keeps its history', async () => {
  await storage.events.release(await claim(), { ...again, isAttempt: false });
  await storage.events.fail(await claim(), 'no');
  const entry = { what: 'replay', at: 'now', by: 'anna', reason: 'fixed', replayId: 'r1' };
  await changeEvent(storage.table, 'replay', {
    key: eventItemKey(keyOf(delivery)),
    values: {
      ':replayId': 'r1',
      ':shard': 'open#0',
      ':due': testNowMs,
      ':zero': 0,
      ':most': 200,
      ':nothing': [],
      ':entry': [entry],
    },
  });
  for (const name of ['outcome', 'settledAt', 'lastError'])
    expect(await item()).not.toHaveProperty(name);
  const replayed = await claim();
  expect(replayed).toMatchObject({ attempt: 3, attemptOfRun: 1, isReplay: true });
  await storage.events.complete(replayed, 'succeeded');
  expect(await item()).toMatchObject({
    status: 'done',
    history: [{ attempt: 1 }, { attempt: 2 }, entry, { attempt: 3, outcome: 'succeeded' }],
  });
});
