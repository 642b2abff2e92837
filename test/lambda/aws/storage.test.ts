import { createHash } from 'node:crypto';
import { indexShards, openShard } from '../../../lambda/model/audit-table.ts';
import {
  claimOf,
  stopObjectServer,
  type TestStorage,
  testStorage,
} from '../../support/audit-table.ts';
import { testNowMs } from '../../support/clock.ts';
import {
  fetchedDelivery,
  keyOf,
  testDelivery,
  testRejection,
  withKey,
} from '../../support/deliveries.ts';
import { bank } from '../../support/requests.ts';

/* Records and sweeps against the real wire protocol: the conditions are evaluated by DynamoDB's emulator. */

let storage: TestStorage;
beforeEach(async () => {
  storage = await testStorage();
});
afterEach(() => storage.stop());
afterAll(stopObjectServer);

test('the first delivery of an event is its record', async () => {
  const delivery = testDelivery('{"a":1}');
  expect(await storage.audit.recordEvent(delivery)).toEqual({ kind: 'created' });
  const [item] = await storage.items();
  expect(item).toMatchObject({
    pk: `bank#${delivery.idempotencyKey}`,
    sk: 'event',
    status: 'received',
    attempts: 0,
    deliveries: 1,
    dueAtMs: testNowMs + 60_000,
    expiresAt: testNowMs / 1000 + 90 * 86_400,
    headers: { 'x-secret': '[redacted]' },
  });
  expect(JSON.stringify(item)).not.toContain(bank.secrets.current.token);
});

test('a later delivery is counted and finds the state of the event', async () => {
  const first = testDelivery('x');
  await storage.audit.recordEvent(first);
  const again = await storage.audit.recordEvent(testDelivery('x'));
  expect(again).toEqual({
    kind: 'existing',
    recordId: first.request.deliveryId,
    status: 'received',
    bodySha256: first.bodySha256,
  });
  expect(await storage.item(`bank#${first.idempotencyKey}`)).toMatchObject({ deliveries: 2 });
});

test('another body under the same key shows in the digest', async () => {
  const first = testDelivery('x');
  await storage.audit.recordEvent(first);
  const other = await storage.audit.recordEvent(withKey(testDelivery('y'), first.idempotencyKey));
  expect(other).toMatchObject({ kind: 'existing', bodySha256: first.bodySha256 });
});

test('one of fifty concurrent deliveries becomes the event', async () => {
  const results = await Promise.all(
    Array.from({ length: 50 }, () => storage.audit.recordEvent(testDelivery('x'))),
  );
  expect(results.filter(({ kind }) => kind === 'created')).toHaveLength(1);
  expect(await storage.items()).toHaveLength(1);
  expect((await storage.items())[0]).toMatchObject({ deliveries: 50 });
});

test('a put whose answer was lost and that is repeated still counts as the first', async () => {
  const delivery = testDelivery('x', '01SAMEDELIVERYIDTWICE00000');
  await storage.audit.recordEvent(delivery);
  expect(await storage.audit.recordEvent(delivery)).toEqual({ kind: 'created' });
  expect((await storage.items())[0]).toMatchObject({ deliveries: 1 });
});

test('duplicates, conflicts and rejections are records of their own; a rejection keeps no body', async () => {
  const delivery = testDelivery('x');
  await storage.audit.recordAgain(delivery, 'duplicate', 'first');
  await storage.audit.recordAgain(testDelivery('x'), 'conflict', 'first');
  await storage.audit.recordRejection(testRejection('a forged body'));
  const items = await storage.items();
  expect(items.map(({ status }) => status).sort()).toEqual(['conflict', 'duplicate', 'rejected']);
  const rejected = items.find(({ status }) => status === 'rejected');
  expect(rejected).toMatchObject({
    reason: 'token-mismatch',
    checks: [{ check: 'token', result: 'failed' }],
    bodyBytes: 13,
    bodySha256: createHash('sha256').update('a forged body').digest('hex'),
  });
  expect(rejected).not.toHaveProperty('body');
  expect(rejected).not.toHaveProperty('openShard');
});

test('an event that an operator fetched says so on its record, whoever delivers it later, and to its handler', async () => {
  const fetched = fetchedDelivery('x');
  await storage.audit.recordEvent(fetched);
  const checks = [{ check: 'provider-api', result: 'passed' }];
  const pk = `bank#${fetched.idempotencyKey}`;
  expect(await storage.item(pk)).toMatchObject({ origin: 'provider-api', checks });
  expect(await storage.audit.recordEvent(testDelivery('x'))).toMatchObject({ kind: 'existing' });
  expect(await storage.item(pk)).toMatchObject({ origin: 'provider-api', checks, deliveries: 2 });
  const event = await claimOf(await storage.events.claim(keyOf(fetched))).loadEvent();
  expect(event.origin).toBe('provider-api');
});

test('only a delivery that was fetched itself names an origin', async () => {
  await storage.audit.recordEvent(testDelivery('x'));
  await storage.audit.recordAgain(fetchedDelivery('x'), 'duplicate', 'first');
  await storage.audit.recordAgain(testDelivery('x'), 'duplicate', 'first');
  const origins = (await storage.items()).map(({ sk, origin }) => [sk === 'event', origin]);
  expect(origins).toHaveLength(3);
  expect(origins).toEqual(
    expect.arrayContaining([
      [true, undefined],
      [false, 'provider-api'],
      [false, undefined],
    ]),
  );
});

const overdue = async (nowMs: number) => (await storage.open.overdue(nowMs, 100)).events;

test('an event is overdue until it is settled, and one sweeper wins the race for it', async () => {
  const delivery = testDelivery('x');
  await storage.audit.recordEvent(delivery);
  expect(await overdue(testNowMs + 60_000)).toEqual([]);
  const [event] = await overdue(testNowMs + 60_001);
  if (event === undefined) throw new Error('the event is not overdue');
  expect(event).toEqual({
    key: keyOf(delivery),
    strength: 'signed',
    dueAtMs: testNowMs + 60_000,
    sweeps: 0,
  });
  const races = await Promise.all(
    [1, 2, 3].map((minutes) => storage.open.postpone(event, testNowMs + minutes * 120_000)),
  );
  expect(races.filter(Boolean)).toHaveLength(1);
  const [swept] = await overdue(testNowMs + 1_000_000);
  expect(swept?.sweeps).toBe(1);
  await storage.events.complete(claimOf(await storage.events.claim(keyOf(delivery))), 'skipped');
  expect(await overdue(testNowMs + 10_000_000)).toEqual([]);
});

test('an order group stands on the record, and the sweeper finds it there', async () => {
  const delivery = { ...testDelivery('x'), orderGroup: 'account-1' };
  await storage.audit.recordEvent(delivery);
  expect(await storage.items()).toMatchObject([{ orderGroup: 'account-1' }]);
  expect(await overdue(testNowMs + 60_001)).toMatchObject([
    { key: keyOf(delivery), orderGroup: 'account-1' },
  ]);
});

test('the longest overdue of all shards comes first, and a limit is kept', async () => {
  const deliveries = Array.from({ length: 24 }, (_, at) => testDelivery(`body ${at}`));
  await Promise.all(deliveries.map((delivery) => storage.audit.recordEvent(delivery)));
  const dues = deliveries.map((_, at) => testNowMs + ((at * 7) % 24));
  await Promise.all(
    deliveries.map((delivery, at) => storage.tamper(keyOf(delivery), { dueAtMs: dues[at] })),
  );
  const all = await storage.open.overdue(testNowMs + 1000, 400);
  expect(all.isAll).toBe(true);
  expect(all.events.map(({ dueAtMs }) => dueAtMs)).toEqual(dues.toSorted((a, b) => a - b));
  const some = await storage.open.overdue(testNowMs + 1000, 8);
  expect(some.isAll).toBe(false);
  expect(some.events).toHaveLength(8);
});

test.each([
  [1, 1, true],
  [2, 2, false],
  [3, 2, false],
])(
  'of %d events in one shard that is asked for 2, %d are returned, and that this is all is %s',
  async (count, returned, isAll) => {
    const deliveries = Array.from({ length: count }, (_, at) => testDelivery(`body ${at}`));
    for (const delivery of deliveries) {
      await storage.audit.recordEvent(delivery);
      await storage.tamper(keyOf(delivery), { openShard: openShard(5) });
    }
    const found = await storage.open.overdue(testNowMs + 60_001, 2 * indexShards);
    expect(found.isAll).toBe(isAll);
    expect(found.events).toHaveLength(returned);
  },
);
