import { callbackExpiredType } from '../../../lambda/model/callback.ts';
import type { Destination } from '../../../lambda/model/destination.ts';
import { consume } from '../../../lambda/worker/consume.ts';
import { defineHandler, NonRetryable, NotYet } from '../../../lambda/worker/handler.ts';
import type { Claim } from '../../../lambda/worker/ports.ts';
import { testNowMs } from '../../support/clock.ts';
import {
  planted,
  type TestWorker,
  testClaim,
  testEvent,
  testMessage,
  testWorker,
} from '../../support/worker-fakes.ts';

/* What becomes of an event that goes to destinations, and of each of its ways. */

const deadlines = { handlerMs: testNowMs + 50_000, outcomeMs: testNowMs + 54_500 };
const queueArn = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const to = (id: string, rules: Partial<Destination> = {}): Destination =>
  ({ ...rules, id, kind: 'sqs', queueArn }) as Destination;

let runs = 0;
const counting = defineHandler({
  source: 'bank',
  handle() {
    runs += 1;
  },
});
beforeEach(() => {
  runs = 0;
});

const takeClaim = (worker: TestWorker, claim: Claim) => {
  worker.claims = { kind: 'claimed', claim };
  return consume(testMessage('e1'), worker, deadlines);
};
const take = (worker: TestWorker, changes: Partial<Claim> = {}) =>
  takeClaim(worker, testClaim('e1', changes));
/** Where a worker sends the event, by the calls it made. */
async function waysOfClaim(claim: Claim, destinations: readonly Destination[]): Promise<unknown> {
  const worker = testWorker(counting);
  worker.goesTo = destinations;
  await takeClaim(worker, claim);
  return worker.calls.find(([what]) => what === 'forward')?.[2] ?? [];
}
const waysOf = (destinations: readonly Destination[], changes: Partial<Claim> = {}) =>
  waysOfClaim(testClaim('e1', changes), destinations);

test('each way is on record and on the queue before the handler runs', async () => {
  const order: string[] = [];
  const worker = testWorker(
    defineHandler({ source: 'bank', handle: () => void order.push(...worker.calls.map(String)) }),
  );
  worker.goesTo = [to('erp'), to('crm')];
  expect(await take(worker)).toMatchObject({ acknowledgement: 'ack', result: 'succeeded' });
  expect(order).toEqual(['forward,e1,erp,crm', 'enqueue,e1,erp', 'enqueue,e1,crm']);
  expect(worker.calls.slice(3)).toEqual([['complete', 'e1', 'succeeded']]);
});

test('an event that no handler takes is forwarded, and skipped where it goes nowhere', async () => {
  const worker = testWorker();
  worker.goesTo = [to('erp', { types: ['invoice.paid'] })];
  expect(await take(worker, { eventType: 'invoice.paid' })).toMatchObject({ result: 'forwarded' });
  expect(worker.calls.at(-1)).toEqual(['complete', 'e1', 'forwarded']);
  expect(await take(worker, { eventType: 'invoice.void' })).toMatchObject({ result: 'skipped' });
});

test.each([
  ['no types', undefined, 'invoice.paid', true],
  ['its type', ['invoice.paid', 'invoice.void'], 'invoice.paid', true],
  ['other types', ['invoice.void'], 'invoice.paid', false],
  ['types, where it has none', ['invoice.void'], undefined, false],
  ['no types, where it has none', undefined, undefined, true],
  ['no types, where no answer came', undefined, callbackExpiredType, false],
  ['that no answer came', [callbackExpiredType], callbackExpiredType, true],
])('an event goes to a destination that names %s', async (_name, types, eventType, goes) => {
  const { eventType: _other, ...untyped } = testClaim('e1');
  const claim = { ...untyped, ...(eventType && { eventType }) };
  expect(await waysOfClaim(claim, [to('erp', types && { types })])).toEqual(goes ? ['erp'] : []);
});

test.each([
  ['signed', 'signed', true],
  ['token', 'signed', false],
  ['address', 'token', false],
  ['address', undefined, true],
] as const)(
  'an event of proof %s at a destination that demands %s',
  async (strength, atLeast, goes) => {
    const ways = await waysOf([to('erp', atLeast && { atLeast })], { strength });
    expect(ways).toEqual(goes ? ['erp'] : []);
  },
);

test('a filter looks at the body, and only where one is asked for', async () => {
  let reads = 0;
  const loadEvent = async () => {
    reads += 1;
    return testEvent('e1');
  };
  const all = [
    to('erp', { filter: { key: ['e1'] } }),
    to('crm', { filter: { key: ['e2'] } }),
    to('log'),
  ];
  expect(await waysOf(all, { loadEvent })).toEqual(['erp', 'log']);
  expect(reads).toBe(2);
  await waysOf([to('log')], { loadEvent });
  // The handler's own.
  expect(reads).toBe(3);
});

test.each([
  ['is no JSON', async () => ({ ...testEvent('e1'), json: () => JSON.parse('<xml>') })],
  ['is gone', () => Promise.reject(new NonRetryable('the stored body was erased'))],
])('an event whose body %s passes no filter, and goes to the others', async (_why, loadEvent) => {
  const all = [to('erp', { filter: { key: [{ exists: false }] } }), to('log')];
  expect(await waysOf(all, { loadEvent })).toEqual(['log']);
});

test('a workflow that waits is told, whatever the destinations name', async () => {
  const waiter = { kind: 'step-functions', taskToken: 't' } as const;
  expect(await waysOf([], { waiter })).toEqual(['(waiter)']);
  const expired = { waiter, eventType: callbackExpiredType, strength: 'address' } as const;
  expect(await waysOf([to('erp', { atLeast: 'signed' })], expired)).toEqual(['(waiter)']);
});

test.each(['forward', 'enqueue'] as const)(
  'no handler runs and no attempt is used up while a way cannot begin: %s is down',
  async (port) => {
    const worker = testWorker(counting);
    worker.goesTo = [to('erp')];
    worker.down.add(port);
    expect(await take(worker)).toMatchObject({ acknowledgement: 'retry', result: 'retry' });
    expect(runs).toBe(0);
    expect(worker.calls).toContainEqual([
      'release',
      'e1',
      {
        error: 'DependencyError: DynamoDB failed: Error',
        retryInSeconds: 10,
        isAttempt: false,
      },
    ]);
  },
);

test('nothing begins while the body cannot be read that a filter looks at', async () => {
  const worker = testWorker(counting);
  worker.goesTo = [to('erp', { filter: { a: [1] } })];
  const loadEvent = () => Promise.reject(planted('S3'));
  expect(await take(worker, { loadEvent })).toMatchObject({ result: 'retry' });
  expect(worker.calls.map(([what]) => what)).toEqual(['release', 'hide']);
});

/** The way of the event to one destination, as the queue brings it. */
const way = (destination: string, changes: Partial<Claim> = {}): Partial<Claim> => ({
  key: { sourceId: 'bank', idempotencyKey: 'e1', destination },
  ...changes,
});

test('a way sends the event there and nothing else: no handler, no further way', async () => {
  const worker = testWorker(counting);
  worker.goesTo = [to('erp'), to('crm')];
  expect(await take(worker, way('crm'))).toMatchObject({
    acknowledgement: 'ack',
    result: 'succeeded',
    key: { destination: 'crm' },
  });
  expect(worker.calls).toEqual([
    ['send', 'e1', to('crm')],
    ['complete', 'e1', 'succeeded'],
  ]);
  expect(runs).toBe(0);
});

test('a way to a workflow tells it', async () => {
  const worker = testWorker();
  const waiter = { kind: 'durable-function', callbackId: 'c' } as const;
  await take(worker, way('(waiter)', { waiter }));
  expect(worker.calls[0]).toEqual(['send', 'e1', waiter]);
});

test.each(['erp', '(waiter)'])(
  'a way to %s that is not there any more fails at once',
  async (id) => {
    const worker = testWorker();
    expect(await take(worker, way(id))).toMatchObject({
      result: 'dead-letter',
      error: `NonRetryable: destination ${id} is not configured any more`,
    });
  },
);

test.each([
  [
    'any error',
    new Error('closed'),
    1,
    ['retry', 'release', { isAttempt: true, retryInSeconds: 10 }],
  ],
  ['any error, the fifth time', new Error('closed'), 5, ['dead-letter', 'fail', 'Error: closed']],
  ['NonRetryable', new NonRetryable('gone'), 1, ['dead-letter', 'fail', 'NonRetryable: gone']],
  [
    'NotYet',
    new NotYet('later', 7),
    5,
    ['retry', 'release', { isAttempt: false, isEarly: true, retryInSeconds: 7 }],
  ],
])('a way that ends with %s', async (_name, failure, attempt, [result, call, rest]) => {
  const worker = testWorker(counting);
  worker.goesTo = [to('erp')];
  worker.down.add('send');
  worker.failure = failure;
  expect(await take(worker, way('erp', { attempt }))).toMatchObject({ result });
  const [name, , last] = worker.calls.find(([what]) => what === call) ?? [];
  expect([name, last]).toMatchObject([call, rest]);
  expect(runs).toBe(0);
});
