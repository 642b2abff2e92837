import { consume } from '../../../lambda/worker/consume.ts';
import { defineHandler } from '../../../lambda/worker/handler.ts';
import { testNowMs } from '../../support/clock.ts';
import {
  type TestWorker,
  testLeaseSeconds,
  testMessage,
  testWorker,
} from '../../support/worker-fakes.ts';

/* Where an order is kept, a message holds back its group: for a lease, and not for the queue's own visibility timeout. */

const deadlines = { handlerMs: testNowMs + 50_000, outcomeMs: testNowMs + 54_500 };
const hiddenForALease = ['hide', 'receipt-e1', testLeaseSeconds];

let worker: TestWorker;
beforeEach(() => {
  worker = noting();
});

/** A worker whose handler writes down that it ran, and then does this. */
const noting = (then: () => Promise<void> = async () => {}): TestWorker =>
  testWorker(
    defineHandler({
      source: 'bank',
      handle() {
        worker.calls.push(['handle']);
        return then();
      },
    }),
  );

const consumed = (orderGroup?: string) => consume(testMessage('e1', orderGroup), worker, deadlines);

test('a message that keeps an order is hidden for a lease before its handler runs', async () => {
  expect(await consumed('account-1')).toMatchObject({
    acknowledgement: 'ack',
    result: 'succeeded',
  });
  expect(worker.calls).toEqual([hiddenForALease, ['handle'], ['complete', 'e1', 'succeeded']]);
});

test('a message that keeps an order is hidden for a lease when another worker holds its event', async () => {
  worker.claims = { kind: 'held' };
  expect(await consumed('account-1')).toMatchObject({ acknowledgement: 'retry', result: 'held' });
  expect(worker.calls).toEqual([hiddenForALease]);
});

test.each(['settled', 'missing'] as const)(
  'a message that keeps an order is not hidden when its event is %s: the next one may come',
  async (kind) => {
    worker.claims = { kind };
    expect(await consumed('account-1')).toMatchObject({ acknowledgement: 'ack', result: kind });
    expect(worker.calls).toEqual([]);
  },
);

test('nothing is hidden when nobody knows who holds the event', async () => {
  worker.claims = 'down';
  expect(await consumed('account-1')).toMatchObject({
    acknowledgement: 'retry',
    result: 'dependency-down',
  });
  expect(worker.calls).toEqual([]);
});

test('a message that keeps no order is never hidden for a lease', async () => {
  await consumed();
  expect(worker.calls).toEqual([['handle'], ['complete', 'e1', 'succeeded']]);
  for (const kind of ['held', 'settled', 'missing'] as const) {
    worker.claims = { kind };
    await consumed();
  }
  expect(worker.calls).toHaveLength(2);
});

test('a failed attempt holds its group back for the pause, and no longer for the lease', async () => {
  worker = noting(() => Promise.reject(new Error('no')));
  expect(await consumed('account-1')).toMatchObject({ acknowledgement: 'retry', result: 'retry' });
  expect(worker.calls).toEqual([
    hiddenForALease,
    ['handle'],
    ['release', 'e1', { error: 'Error: no', retryInSeconds: 10, isAttempt: true }],
    ['hide', 'receipt-e1', 10],
  ]);
});

test('a queue that cannot hide a message keeps no handler from running', async () => {
  worker.down.add('hide');
  expect(await consumed('account-1')).toMatchObject({
    acknowledgement: 'ack',
    result: 'succeeded',
  });
  expect(worker.calls).toEqual([hiddenForALease, ['handle'], ['complete', 'e1', 'succeeded']]);
});

test('an event stays the one that another worker holds when the queue cannot hide its message', async () => {
  worker.down.add('hide');
  worker.claims = { kind: 'held' };
  const attempt = await consumed('account-1');
  expect(attempt).toMatchObject({ acknowledgement: 'retry', result: 'held' });
  expect(attempt).not.toHaveProperty('error');
});

test('no handler runs when hiding fails by an error of our own', async () => {
  worker.down.add('hide');
  worker.failure = new TypeError('planted');
  expect(await consumed('account-1')).toMatchObject({
    acknowledgement: 'retry',
    result: 'dependency-down',
    error: 'TypeError: planted',
  });
  expect(worker.calls).toEqual([hiddenForALease]);
});
