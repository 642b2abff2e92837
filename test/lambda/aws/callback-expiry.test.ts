import { keepCallback } from '../../../lambda/aws/callback-store.ts';
import { receive } from '../../../lambda/ingress/receive.ts';
import {
  callbackExpiredType,
  callbackGraceSeconds,
  callbackKey,
} from '../../../lambda/model/callback.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import { type Expiry, expireCallbacks } from '../../../lambda/sweeper/expire-callbacks.ts';
import {
  claimOf,
  stopObjectServer,
  type TestStorage,
  testStorage,
} from '../../support/audit-table.ts';
import { type CallbackIngress, callbackIngress } from '../../support/callback-ingress.ts';
import { answer, mintTest, type TestCallback } from '../../support/callbacks.ts';

/* Of an answer and the expiry exactly one is on record, whoever comes first and whatever breaks in between. */

const ttl = 60;
const graceMs = callbackGraceSeconds * 1000;
let storage: TestStorage;
let at: CallbackIngress;
beforeEach(async () => {
  storage = await testStorage();
  at = callbackIngress(storage, { pay: { callbacks: true } });
});
afterEach(() => storage.stop());
afterAll(stopObjectServer);

const untilMs = Number.POSITIVE_INFINITY;
const sweep = (changes: Partial<Expiry> = {}) =>
  expireCallbacks({ ...at.expiry, ...changes }, untilMs);
const expire = () => storage.clock.advance(ttl * 1000 + graceMs + 1);
const keyOf = ({ callback }: TestCallback) => ({
  sourceId: 'pay',
  idempotencyKey: callbackKey(callback.digest, 1),
});
const eventOf = (minted: TestCallback) => storage.item(`pay#${keyOf(minted).idempotencyKey}`);
const itemOf = ({ callback }: TestCallback) =>
  storage.item(`pay#callback-token#${callback.digest}`, 'callback');
const send = async ({ token }: TestCallback, body = 'answer'): Promise<number> =>
  (await receive(answer({ source: 'pay', token, body }), at.ingress)).reply.status;
const down = async () => {
  throw new DependencyError('planted', new Error('planted'));
};

test('an event says that nobody answered, with the ref and the data of the callback', async () => {
  const minted = await at.mint('pay', { ttl, data: { order: 42 } });
  expire();
  expect(await sweep()).toEqual({ due: 1, expired: 1, failed: 0 });
  expect(await eventOf(minted)).toMatchObject({
    status: 'received',
    origin: 'expiry',
    eventType: callbackExpiredType,
    callback: { ref: 'ORDER-42' },
    strength: 'token',
    checks: [],
  });
  expect(at.swept).toEqual([{ key: keyOf(minted), strength: 'token' }]);
  const event = await claimOf(await storage.events.claim(keyOf(minted))).loadEvent();
  expect(event).toMatchObject({
    eventType: callbackExpiredType,
    origin: 'expiry',
    callback: { ref: 'ORDER-42', data: { order: 42 } },
  });
  expect(event.body).toHaveLength(0);
});

test('nothing is said before the grace is over: the last answer in time may still be on its way', async () => {
  const minted = await at.mint('pay', { ttl });
  storage.clock.advance(ttl * 1000 + graceMs);
  expect(await sweep()).toEqual({ due: 0, expired: 0, failed: 0 });
  expect(await eventOf(minted)).toEqual({});
  storage.clock.advance(1);
  expect(await sweep()).toMatchObject({ expired: 1 });
});

test('a callback that was answered is closed and says nothing more', async () => {
  const minted = await at.mint('pay', { ttl });
  await send(minted);
  expire();
  expect(await sweep()).toEqual({ due: 1, expired: 0, failed: 0 });
  expect(await eventOf(minted)).not.toHaveProperty('origin');
  expect(await itemOf(minted)).not.toHaveProperty('openShard');
  expect(await sweep()).toEqual({ due: 0, expired: 0, failed: 0 });
  expect(at.swept).toEqual([]);
});

test('a callback that had one answer of three does not expire', async () => {
  const minted = await at.mint('pay', { ttl, uses: 3 });
  await send(minted);
  expire();
  expect(await sweep()).toEqual({ due: 1, expired: 0, failed: 0 });
});

test('after the expiry every answer is refused, also one whose ingress has a clock that is behind', async () => {
  const minted = await at.mint('pay', { ttl });
  expire();
  await sweep();
  expect(await send(minted)).toBe(404);
  const behind = { nowMs: () => minted.callback.expiresAtMs - 1, advance() {} };
  const { reply, reached } = await receive(
    answer({ source: 'pay', token: minted.token, body: 'late' }),
    { ...at.ingress, clock: behind },
  );
  expect(reply.status).toBe(404);
  expect(reached).toMatchObject({ reason: 'callback-expired' });
  expect(await eventOf(minted)).toMatchObject({ origin: 'expiry' });
});

test('of an answer and the expiry at the same moment one is on record', async () => {
  for (let round = 0; round < 20; round += 1) {
    const minted = await at.mint('pay', { ttl });
    const inTime = {
      ...at.ingress,
      clock: { nowMs: () => minted.callback.expiresAtMs - 1, advance() {} },
    };
    expire();
    const toldBefore = at.swept.length;
    const [{ reply }] = await Promise.all([
      receive(answer({ source: 'pay', token: minted.token }), inTime),
      sweep(),
    ]);
    const { origin } = await eventOf(minted);
    expect(reply.status).toBe(origin === 'expiry' ? 404 : 200);
    expect(at.swept.length - toldBefore).toBe(origin === 'expiry' ? 1 : 0);
  }
});

describe('a run that ends in the middle', () => {
  const steps: readonly (readonly [string, (at: CallbackIngress) => Partial<Expiry>])[] = [
    [
      'before it has read the callback',
      ({ expiry }) => ({ callbacks: { ...expiry.callbacks, find: down } }),
    ],
    ['before the record', () => ({ recordExpiry: down })],
    [
      'after the record, its answer lost',
      ({ expiry }) => ({
        async recordExpiry(due, callback) {
          await expiry.recordExpiry(due, callback);
          return down();
        },
      }),
    ],
    ['before the queue', () => ({ queue: { send: down } })],
    [
      'before the callback is closed',
      ({ expiry }) => ({ callbacks: { ...expiry.callbacks, close: down } }),
    ],
  ];

  test.each(steps)('%s is made up for by the next, with one event', async (_when, faults) => {
    const minted = await at.mint('pay', { ttl });
    expire();
    expect(await sweep(faults(at))).toEqual({ due: 1, expired: 0, failed: 1 });
    expect(await sweep()).toEqual({ due: 1, expired: 1, failed: 0 });
    expect(at.swept.at(-1)?.key).toEqual(keyOf(minted));
    expect(await itemOf(minted)).not.toHaveProperty('openShard');
    const records = (await storage.items()).filter(({ status }) => status !== undefined);
    expect(records).toHaveLength(1);
  });

  test('leaves an event that was handled meanwhile alone', async () => {
    const minted = await at.mint('pay', { ttl });
    expire();
    await sweep({ callbacks: { ...at.expiry.callbacks, close: down } });
    await storage.events.complete(claimOf(await storage.events.claim(keyOf(minted))), 'succeeded');
    expect(await sweep()).toEqual({ due: 1, expired: 0, failed: 0 });
    expect(at.swept).toHaveLength(1);
  });

  test('lets one that fails not hold back the others', async () => {
    const minted = await Promise.all(Array.from({ length: 12 }, () => at.mint('pay', { ttl })));
    expire();
    const [bad] = minted;
    const { recordExpiry } = at.expiry;
    const report = await sweep({
      recordExpiry: (due, callback) =>
        due.digest === bad?.callback.digest ? down() : recordExpiry(due, callback),
    });
    expect(report).toEqual({ due: 12, expired: 11, failed: 1 });
    expect(await sweep()).toEqual({ due: 1, expired: 1, failed: 0 });
  });
});

test('more callbacks than are looked for at a time are all seen to in one run, each once', async () => {
  const count = 450;
  const minted = await Promise.all(Array.from({ length: count }, () => at.mint('pay', { ttl })));
  expire();
  expect(await sweep()).toEqual({ due: count, expired: count, failed: 0 });
  const told = at.swept.map(({ key }) => key.idempotencyKey).sort();
  expect(told).toEqual(minted.map((one) => keyOf(one).idempotencyKey).sort());
});

test('a run ends when its time is up, and the rest is due at the next', async () => {
  await Promise.all(Array.from({ length: 30 }, () => at.mint('pay', { ttl })));
  expire();
  const endMs = storage.clock.nowMs() + 1;
  const report = await expireCallbacks(
    { ...at.expiry, queue: { send: async () => storage.clock.advance(1) } },
    endMs,
  );
  expect(report).toMatchObject({ expired: 10 });
  expect(await sweep()).toMatchObject({ expired: 20 });
});

test('a callback whose source is gone is closed in silence', async () => {
  const gone = callbackIngress(storage, { other: { callbacks: true } });
  const minted = await at.mint('pay', { ttl });
  expire();
  expect(await expireCallbacks(gone.expiry, untilMs)).toEqual({ due: 1, expired: 0, failed: 0 });
  expect(await eventOf(minted)).toEqual({});
});

test('the sweep of events sees no callback', async () => {
  await at.mint('pay', { ttl });
  expire();
  expect((await storage.open.overdue(storage.clock.nowMs(), 400)).events).toEqual([]);
});

test('nobody is told of a sample that was not answered', async () => {
  const { callback } = mintTest('pay', storage.clock.nowMs(), { ttl });
  await keepCallback(storage.table, { ...callback, isSample: true });
  expire();
  expect(await sweep()).toEqual({ due: 0, expired: 0, failed: 0 });
});
