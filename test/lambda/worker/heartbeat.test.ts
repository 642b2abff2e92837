import { consume } from '../../../lambda/worker/consume.ts';
import { defineHandler } from '../../../lambda/worker/handler.ts';
import { startHeartbeat } from '../../../lambda/worker/heartbeat.ts';
import { testNowMs } from '../../support/clock.ts';
import {
  planted,
  type TestWorker,
  testClaim,
  testLeaseSeconds,
  testMessage,
  testWorker,
} from '../../support/worker-fakes.ts';

/* A lease of 75 s, renewed every 25 s. */

const beatMs = 25_000;
const renewal = [
  ['renew', 'e1'],
  ['hide', 'receipt-e1', testLeaseSeconds],
];

let worker: TestWorker;
beforeEach(() => {
  worker = testWorker();
});

const start = () => startHeartbeat(testClaim('e1'), testMessage('e1'), worker);

test('renews the lease and hides the message each time a third of the lease is over', async () => {
  const { leaseLost } = start();
  await worker.timer.pass(beatMs - 1);
  expect(worker.calls).toEqual([]);
  await worker.timer.pass(1);
  expect(worker.calls).toEqual(renewal);
  await worker.timer.pass(9 * beatMs);
  expect(worker.calls).toEqual(Array(10).fill(renewal).flat());
  expect(leaseLost.aborted).toBe(false);
});

test('aborts and rests when another worker has the lease', async () => {
  const { leaseLost } = start();
  worker.isLeaseLost = true;
  await worker.timer.pass(beatMs);
  expect(leaseLost.aborted).toBe(true);
  await worker.timer.pass(10 * beatMs);
  expect(worker.calls).toEqual([['renew', 'e1']]);
});

test('aborts at the end of the lease, and not before, when the table stays down', async () => {
  const { leaseLost } = start();
  worker.down.add('renew');
  await worker.timer.pass(3 * beatMs - 1);
  expect(worker.calls).toHaveLength(2);
  expect(leaseLost.aborted).toBe(false);
  await worker.timer.pass(1);
  expect(leaseLost.aborted).toBe(true);
  expect(worker.timer.waiting()).toBe(0);
});

test('counts the lease from its last renewal when the table goes down later', async () => {
  const { leaseLost } = start();
  await worker.timer.pass(2 * beatMs);
  worker.down.add('renew');
  await worker.timer.pass(3 * beatMs - 1);
  expect(leaseLost.aborted).toBe(false);
  await worker.timer.pass(1);
  expect(leaseLost.aborted).toBe(true);
});

test('counts the lease from its claim when the handler starts late', async () => {
  worker.clock.advance(beatMs);
  const { leaseLost } = start();
  worker.down.add('renew');
  await worker.timer.pass(2 * beatMs);
  expect(leaseLost.aborted).toBe(true);
});

test('goes on when the table is back before the lease has ended', async () => {
  const { leaseLost } = start();
  worker.down.add('renew');
  await worker.timer.pass(2 * beatMs);
  worker.down.clear();
  await worker.timer.pass(10 * beatMs);
  expect(leaseLost.aborted).toBe(false);
  expect(worker.calls.slice(2)).toEqual(Array(10).fill(renewal).flat());
});

test('keeps the lease when only the queue is down', async () => {
  const { leaseLost } = start();
  worker.down.add('hide');
  await worker.timer.pass(10 * beatMs);
  expect(leaseLost.aborted).toBe(false);
  expect(worker.calls).toEqual(Array(10).fill(renewal).flat());
});

test('aborts at once when the renewal fails by an error of our own', async () => {
  const { leaseLost } = start();
  worker.down.add('renew');
  worker.failure = new TypeError('planted');
  await worker.timer.pass(beatMs);
  expect(leaseLost.aborted).toBe(true);
});

test('renews nothing more when it was stopped', async () => {
  const heartbeat = start();
  await worker.timer.pass(beatMs);
  heartbeat.stop();
  expect(worker.timer.waiting()).toBe(0);
  await worker.timer.pass(10 * beatMs);
  expect(worker.calls).toEqual(renewal);
});

test.each([
  ['held', () => true],
  ['lost', () => false],
  ['unknown', () => Promise.reject(planted('DynamoDB'))],
])(
  'neither aborts nor goes on when it was stopped during a renewal that ends as %s',
  async (_name, end) => {
    const answer = Promise.withResolvers<boolean>();
    const events = { ...worker.events, renew: () => answer.promise };
    const heartbeat = startHeartbeat(testClaim('e1'), testMessage('e1'), { ...worker, events });
    await worker.timer.pass(beatMs);
    heartbeat.stop();
    answer.resolve(end());
    await worker.timer.pass(10 * beatMs);
    expect(heartbeat.leaseLost.aborted).toBe(false);
    expect(worker.timer.waiting()).toBe(0);
    expect(worker.calls).toEqual([]);
  },
);

const deadlines = { handlerMs: testNowMs + 800_000, outcomeMs: testNowMs + 804_500 };

test('a handler keeps its lease for as long as it runs, and no longer', async () => {
  const handler = defineHandler({
    source: 'bank',
    handle: () => new Promise((resolve) => worker.timer.after(130_000, resolve)),
  });
  worker = testWorker(handler);
  const attempt = consume(testMessage('e1'), worker, deadlines);
  await worker.timer.pass(10 * 60_000);
  expect(await attempt).toMatchObject({ acknowledgement: 'ack', result: 'succeeded' });
  expect(worker.calls).toEqual([...Array(5).fill(renewal).flat(), ['complete', 'e1', 'succeeded']]);
  expect(worker.timer.waiting()).toBe(0);
});

test('a handler that is done within a third of the lease costs no renewal', async () => {
  worker = testWorker(defineHandler({ source: 'bank', handle() {} }));
  await consume(testMessage('e1'), worker, deadlines);
  await worker.timer.pass(10 * beatMs);
  expect(worker.calls).toEqual([['complete', 'e1', 'succeeded']]);
});

test('the pause after a failed attempt stands when a renewal was under way at its end', async () => {
  const answer = Promise.withResolvers<boolean>();
  const handler = defineHandler({
    source: 'bank',
    handle: () =>
      new Promise((_resolve, reject) => {
        worker.timer.after(beatMs + 1, () => reject(new Error('no')));
      }),
  });
  worker = testWorker(handler);
  const events = { ...worker.events, renew: () => answer.promise };
  const attempt = consume(testMessage('e1'), { ...worker, events }, deadlines);
  await worker.timer.pass(beatMs + 1);
  expect(await attempt).toMatchObject({ acknowledgement: 'retry', result: 'retry' });
  answer.resolve(true);
  await worker.timer.pass(10 * beatMs);
  expect(worker.calls).toEqual([
    ['release', 'e1', { error: 'Error: no', retryInSeconds: 10, isAttempt: true }],
    ['hide', 'receipt-e1', 10],
  ]);
});

test.each([
  ['lost to another worker', 'lease-lost'],
  ['not renewed in time', 'retry'],
])(
  "the handler's signal aborts when the lease is %s, and the attempt counts as %s",
  async (how, result) => {
    let [isAborted, abortedAtMs] = [false, 0];
    const handler = defineHandler({
      source: 'bank',
      handle: (_event, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            [isAborted, abortedAtMs] = [true, worker.clock.nowMs()];
            reject(new Error('aborted'));
          });
        }),
    });
    worker = testWorker(handler);
    const isLost = how === 'lost to another worker';
    worker.isLeaseLost = isLost;
    if (!isLost) worker.down.add('renew');
    const attempt = consume(testMessage('e1'), worker, deadlines);
    await worker.timer.pass(4 * beatMs);
    expect([isAborted, abortedAtMs - testNowMs]).toEqual([true, isLost ? beatMs : 3 * beatMs]);
    expect(await attempt).toMatchObject({ result, error: 'Error: aborted' });
  },
);
