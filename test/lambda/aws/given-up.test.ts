import type { IdentifiedDelivery } from '../../../lambda/model/delivery.ts';
import type { Claim } from '../../../lambda/worker/ports.ts';
import {
  claimOf,
  stopObjectServer,
  type TestStorage,
  testStorage,
} from '../../support/audit-table.ts';
import { keyOf, testDelivery } from '../../support/deliveries.ts';

/* What the dead-letter consumer sees of an event and changes of it. */

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

const read = async () => {
  const event = await storage.givenUp.read(keyOf(delivery));
  if (event === undefined) throw new Error('the event is missing');
  return event;
};
const markFailed = async (event: Awaited<ReturnType<typeof read>>) =>
  storage.givenUp.markFailed(keyOf(delivery), event, 'given up');

test('a given-up event is read as the record has it', async () => {
  const recordId = delivery.request.deliveryId;
  const fresh = { recordId, isSettled: false, attemptsOfRun: 0, attempts: 0 };
  expect(await read()).toEqual(fresh);
  await storage.events.release(await claim(), { ...again, isAttempt: false });
  await claim();
  expect(await read()).toEqual({ ...fresh, attemptsOfRun: 1, attempts: 2 });
  storage.clock.advance(75_001);
  await storage.events.complete(await claim(), 'succeeded');
  expect(await read()).toMatchObject({ isSettled: true });
  expect(await storage.givenUp.read({ sourceId: 'bank', idempotencyKey: 'x' })).toBeUndefined();
});

test('a given-up event fails when its worker died, and its history says why', async () => {
  const dead = await claim();
  const event = await read();
  storage.clock.advance(75_001);
  expect(await markFailed(event)).toBe(true);
  const failed = await item();
  expect(failed).toMatchObject({
    status: 'failed',
    outcome: 'dead-letter',
    lastError: 'given up',
    settledAt: '2026-11-23T10:01:15.001Z',
    history: [{ what: 'given-up', at: '2026-11-23T10:01:15.001Z', error: 'given up' }],
  });
  for (const name of ['openShard', 'dueAtMs', 'claimToken', 'claimedUntilMs'])
    expect(failed).not.toHaveProperty(name);
  expect(await storage.events.complete(dead, 'succeeded')).toBe(false);
  expect(await storage.events.claim(keyOf(delivery))).toEqual({ kind: 'settled' });
});

test('a given-up event is left alone while a worker holds it', async () => {
  await claim();
  expect(await markFailed(await read())).toBe(false);
  expect(await item()).toMatchObject({ status: 'processing' });
});

test('a given-up event is left alone when a worker has had it since it was read', async () => {
  const event = await read();
  await storage.events.release(await claim(), again);
  expect(await markFailed(event)).toBe(false);
  expect(await item()).toMatchObject({ status: 'received' });
  expect(await markFailed(await read())).toBe(true);
});
