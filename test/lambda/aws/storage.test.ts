import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { decodeBody, encodeBody } from '../../../lambda/aws/body-codec.ts';
import type { ClaimResult } from '../../../lambda/worker/ports.ts';
import { stopObjectServer, type TestStorage, testStorage } from '../../support/audit-table.ts';
import { testNowMs } from '../../support/clock.ts';
import { testDelivery, testRejection, withKey } from '../../support/deliveries.ts';
import { bank } from '../../support/requests.ts';

/* Records, claims and sweeps against the real wire protocol: the conditions are evaluated by DynamoDB's emulator. */

let storage: TestStorage;
beforeEach(async () => {
  storage = await testStorage();
});
afterEach(() => storage.stop());
afterAll(stopObjectServer);

const keyOf = (delivery: { readonly idempotencyKey: string }) => ({
  sourceId: 'bank',
  idempotencyKey: delivery.idempotencyKey,
});

function claimed(result: ClaimResult) {
  if (result.kind !== 'claimed') throw new Error(`expected a claim, got ${result.kind}`);
  return result.claim;
}

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

test.each([
  ['empty', Buffer.alloc(0), 0],
  ['not UTF-8', Buffer.from([0xff, 0xfe, 0, 0xc3, 0x28]), 0],
  ['compressible', Buffer.alloc(200_000, 'abc'), 0],
  ['large and random', randomBytes(100_000), 1],
])('a worker gets the very bytes of a body that is %s', async (_name, body, objects) => {
  const delivery = testDelivery(body);
  await storage.audit.recordEvent(delivery);
  expect(storage.objects.size).toBe(objects);
  const { event, attempt } = claimed(await storage.events.claim(keyOf(delivery)));
  expect(Buffer.from(event.body).equals(body)).toBe(true);
  expect(attempt).toBe(1);
});

test('a body that was altered in the bucket is not delivered', async () => {
  const delivery = testDelivery(randomBytes(50_000));
  await storage.audit.recordEvent(delivery);
  for (const object of storage.objects.values()) object[10] = (object[10] ?? 0) ^ 1;
  await expect(storage.events.claim(keyOf(delivery))).rejects.toThrow();
});

test('one of twenty concurrent workers gets the claim', async () => {
  const delivery = testDelivery('x');
  await storage.audit.recordEvent(delivery);
  const results = await Promise.all(
    Array.from({ length: 20 }, () => storage.events.claim(keyOf(delivery))),
  );
  expect(results.map(({ kind }) => kind).sort()).toEqual(['claimed', ...Array(19).fill('held')]);
});

test('a claim is taken over when its lease has ended, and the late worker changes nothing', async () => {
  const delivery = testDelivery('x');
  await storage.audit.recordEvent(delivery);
  const first = claimed(await storage.events.claim(keyOf(delivery)));
  storage.clock.advance(75_000);
  expect((await storage.events.claim(keyOf(delivery))).kind).toBe('held');
  storage.clock.advance(1);
  const second = claimed(await storage.events.claim(keyOf(delivery)));
  expect(second.attempt).toBe(2);
  expect(await storage.events.complete(first, 'succeeded')).toBe(false);
  expect(await storage.events.fail(first, 'late')).toBe(false);
  expect(await storage.events.release(first, 'late', 1)).toBe(false);
  expect(await storage.events.complete(second, 'succeeded')).toBe(true);
  expect(await storage.item(`bank#${delivery.idempotencyKey}`)).toMatchObject({
    status: 'done',
    attempts: 2,
  });
});

test('a released event can be claimed at once and says why it was released', async () => {
  const delivery = testDelivery('x');
  await storage.audit.recordEvent(delivery);
  const claim = claimed(await storage.events.claim(keyOf(delivery)));
  expect(await storage.events.release(claim, 'Error: closed', 10)).toBe(true);
  expect(await storage.item(`bank#${delivery.idempotencyKey}`)).toMatchObject({
    status: 'received',
    lastError: 'Error: closed',
    dueAtMs: testNowMs + 70_000,
  });
  expect((await storage.events.claim(keyOf(delivery))).kind).toBe('claimed');
});

test('a settled or missing event cannot be claimed', async () => {
  const [done, failed] = [testDelivery('x'), testDelivery('y')];
  await storage.audit.recordEvent(done);
  await storage.audit.recordEvent(failed);
  await storage.events.complete(claimed(await storage.events.claim(keyOf(done))), 'succeeded');
  await storage.events.fail(claimed(await storage.events.claim(keyOf(failed))), 'no');
  expect(await storage.events.claim(keyOf(done))).toEqual({ kind: 'settled' });
  expect(await storage.events.claim(keyOf(failed))).toEqual({ kind: 'settled' });
  expect(await storage.events.claim({ sourceId: 'bank', idempotencyKey: 'none' })).toEqual({
    kind: 'missing',
  });
});

test('an event is overdue until it is settled, and one sweeper wins the race for it', async () => {
  const delivery = testDelivery('x');
  await storage.audit.recordEvent(delivery);
  expect(await storage.open.overdue(testNowMs + 60_000, 100)).toEqual([]);
  const [event] = await storage.open.overdue(testNowMs + 60_001, 100);
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
  const [swept] = await storage.open.overdue(testNowMs + 1_000_000, 100);
  expect(swept?.sweeps).toBe(1);
  await storage.events.complete(claimed(await storage.events.claim(keyOf(delivery))), 'skipped');
  expect(await storage.open.overdue(testNowMs + 10_000_000, 100)).toEqual([]);
});

test('bodies decode to what was encoded', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (body) => {
      const encoded = encodeBody(body);
      expect(encoded.bytes.byteLength).toBeLessThanOrEqual(body.byteLength);
      expect(Buffer.from(decodeBody(encoded)).equals(body)).toBe(true);
    }),
  );
});
