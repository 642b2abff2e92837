import { replayEvent } from '../../../cli/replay-event.ts';
import { callbackExpiredType } from '../../../lambda/model/callback.ts';
import type { EventKey, IdentifiedDelivery, QueuedEvent } from '../../../lambda/model/delivery.ts';
import type { Destination } from '../../../lambda/model/destination.ts';
import type { StepWaiter } from '../../../lambda/model/waiter.ts';
import { sweep } from '../../../lambda/sweeper/sweep.ts';
import { consume } from '../../../lambda/worker/consume.ts';
import { type DeliveredEvent, defineHandler, NotYet } from '../../../lambda/worker/handler.ts';
import { handlerRegistry } from '../../../lambda/worker/handler-registry.ts';
import type { Worker } from '../../../lambda/worker/ports.ts';
import { stopObjectServer, type TestStorage, testStorage } from '../../support/audit-table.ts';
import { testTimer } from '../../support/clock.ts';
import { keyOf, testDelivery } from '../../support/deliveries.ts';
import { planted, testMessage } from '../../support/worker-fakes.ts';

/* An event and its ways to destinations, each a record of its own on a real wire, worked off as the queue would have it. */

let storage: TestStorage;
let delivery: IdentifiedDelivery;
beforeEach(async () => {
  storage = await testStorage();
  delivery = testDelivery('{"amount":7}');
});
afterEach(() => storage.stop());
afterAll(stopObjectServer);

const to = (id: string, rules: Partial<Destination> = {}): Destination =>
  ({ ...rules, id, kind: 'https', url: `https://${id}.example.com/` }) as Destination;

/** A worker over the table; what it is told to enqueue lies in `queue` until it is taken. */
function workerOver(destinations: readonly Destination[]) {
  const queue: EventKey[] = [];
  const sent: [string, DeliveredEvent, number][] = [];
  const handled: number[] = [];
  const fails: Record<string, Error | undefined> = {};
  const worker: Worker = {
    clock: storage.clock,
    timer: testTimer(storage.clock),
    handlers: handlerRegistry(
      new Map([
        [
          'own',
          {
            own: defineHandler({
              source: 'bank',
              types: ['payment'],
              handle(_event, { attempt }) {
                handled.push(attempt);
                if (fails['handler']) throw fails['handler'];
              },
            }),
          },
        ],
      ]),
    ),
    events: storage.events,
    destinations: {
      of: () => destinations,
      async send(event, destination, { attempt }) {
        const id = 'id' in destination ? destination.id : destination.kind;
        sent.push([id, event, attempt]);
        const failure = fails[id];
        if (failure) throw failure;
      },
    },
    queue: {
      async send({ key }: QueuedEvent) {
        if (fails['queue']) throw fails['queue'];
        queue.push(key);
      },
    },
    visibility: { hideFor: async () => {} },
    settings: { maxAttempts: 5, retryAfterSeconds: 10, leaseSeconds: 75 },
    readMessage: (text) => JSON.parse(text),
  };
  const take = (key: EventKey) => {
    const handlerMs = storage.clock.nowMs() + 50_000;
    const deadlines = { handlerMs, outcomeMs: handlerMs + 4000 };
    return consume(testMessage(JSON.stringify(key)), worker, deadlines);
  };
  return {
    queue,
    sent,
    handled,
    fails,
    worker,
    take,
    /** Takes everything on the queue, as often as it comes back. */
    async drain() {
      for (let key = queue.shift(); key !== undefined; key = queue.shift())
        if ((await take(key)).acknowledgement === 'retry') {
          storage.clock.advance(3_600_000);
          queue.push(key);
        }
    },
  };
}

const record = async (changes: Partial<IdentifiedDelivery> = {}): Promise<EventKey> => {
  delivery = { ...delivery, ...changes };
  await storage.audit.recordEvent(delivery);
  return keyOf(delivery);
};
const wayItem = (destination: string) =>
  storage.item(`bank#${delivery.idempotencyKey}`, `to#${destination}`);
const eventId = () => delivery.request.deliveryId;

test('each way has a record of its own, with outcome, attempts and history of its own', async () => {
  const { take, drain, sent, fails } = workerOver([to('erp'), to('crm')]);
  fails['crm'] = new Error('crm is closed');
  const key = await record();
  expect(await take(key)).toMatchObject({ result: 'forwarded', acknowledgement: 'ack' });
  expect(await wayItem('erp')).toMatchObject({ status: 'received', attempts: 0, sweeps: 0 });
  const { worker } = workerOver([]);
  expect(worker.destinations.of('bank')).toEqual([]);
  for (const destination of ['erp', 'crm']) await take({ ...key, destination });
  fails['crm'] = undefined;
  storage.clock.advance(10_000);
  await take({ ...key, destination: 'crm' });
  await drain();
  const common = { source: 'bank', eventRecordId: eventId(), strength: 'signed', bodyBytes: 12 };
  expect(await wayItem('erp')).toMatchObject({
    ...common,
    id: `${eventId()}/erp`,
    destination: 'erp',
    status: 'done',
    outcome: 'succeeded',
    attempts: 1,
    history: [{ what: 'attempt', attempt: 1, outcome: 'succeeded' }],
  });
  expect(await wayItem('crm')).toMatchObject({
    ...common,
    id: `${eventId()}/crm`,
    status: 'done',
    attempts: 2,
    history: [
      { attempt: 1, outcome: 'retry', error: 'Error: crm is closed' },
      { attempt: 2, outcome: 'succeeded' },
    ],
  });
  expect(sent.map(([id, , attempt]) => [id, attempt])).toEqual([
    ['erp', 1],
    ['crm', 1],
    ['crm', 2],
  ]);
  expect(await storage.item(`bank#${delivery.idempotencyKey}`)).toMatchObject({
    status: 'done',
    outcome: 'forwarded',
  });
  // The body is that of the event, and its record's id the event's.
  expect(sent[0]?.[1]).toMatchObject({ recordId: eventId(), strength: 'signed' });
  expect(sent[0]?.[1].json()).toEqual({ amount: 7 });
});

test('a destination that fails for good repeats neither the others nor the handler', async () => {
  const { take, drain, sent, handled, fails } = workerOver([to('erp'), to('crm')]);
  fails['crm'] = new Error('closed');
  await take(await record({ eventType: 'payment' }));
  await drain();
  expect(handled).toEqual([1]);
  expect(sent.filter(([id]) => id === 'erp')).toHaveLength(1);
  expect(sent.filter(([id]) => id === 'crm')).toHaveLength(5);
  expect(await wayItem('erp')).toMatchObject({ status: 'done' });
  expect(await wayItem('crm')).toMatchObject({
    status: 'failed',
    outcome: 'dead-letter',
    attempts: 5,
    lastError: 'Error: closed',
    failedShard: expect.anything(),
  });
  expect(await storage.item(`bank#${delivery.idempotencyKey}`)).toMatchObject({
    status: 'done',
    outcome: 'succeeded',
  });
});

test('a handler that fails repeats no destination', async () => {
  const { take, drain, sent, handled, fails } = workerOver([to('erp'), to('crm')]);
  fails['handler'] = new Error('the ledger is down');
  const key = await record({ eventType: 'payment' });
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await take(key);
    storage.clock.advance(3_600_000);
  }
  await drain();
  expect(handled).toEqual([1, 2, 3, 4, 5]);
  expect(sent.map(([id]) => id).sort()).toEqual(['crm', 'erp']);
  expect(await storage.item(`bank#${delivery.idempotencyKey}`)).toMatchObject({ status: 'failed' });
  expect(await wayItem('erp')).toMatchObject({ status: 'done', attempts: 1 });
});

test('a way whose worker died between record and queue is found by the sweep, and is one way', async () => {
  const { take, drain, queue, sent, fails, worker } = workerOver([to('erp'), to('crm')]);
  const key = await record();
  fails['queue'] = planted('SQS');
  expect(await take(key)).toMatchObject({ result: 'retry' });
  expect(await wayItem('erp')).toMatchObject({ status: 'received' });
  fails['queue'] = undefined;
  storage.clock.advance(10_000);
  expect(await take(key)).toMatchObject({ result: 'forwarded' });
  // Begun before: nobody knows whether it is on the queue.
  expect(queue).toEqual([]);
  storage.clock.advance(60_000);
  const sweeper = {
    clock: storage.clock,
    open: storage.open,
    queue: worker.queue,
    reenqueueAfterSeconds: 60,
  };
  const report = await sweep(sweeper, storage.clock.nowMs() + 60_000);
  expect(report).toMatchObject({ overdue: 2, requeued: 2 });
  await drain();
  expect(sent.map(([id]) => id).sort()).toEqual(['crm', 'erp']);
  // A message too many finds it done.
  expect(await take({ ...key, destination: 'erp' })).toMatchObject({ result: 'settled' });
  expect(sent).toHaveLength(2);
});

test('two workers that begin the same ways begin them once', async () => {
  const first = workerOver([to('erp')]);
  const key = await record();
  await first.take(key);
  await storage.tamper(key, { status: 'received', claimToken: undefined });
  const second = workerOver([to('erp'), to('crm')]);
  await second.take(key);
  expect(first.queue).toEqual([{ ...key, destination: 'erp' }]);
  // A destination that was added meanwhile is the only new one.
  expect(second.queue).toEqual([{ ...key, destination: 'crm' }]);
});

test('an event goes where types, proof and filter let it', async () => {
  const { take, queue } = workerOver([
    to('all'),
    to('typed', { types: ['payment'] }),
    to('other-type', { types: ['refund'] }),
    to('proved', { atLeast: 'token' }),
    to('unproved', { atLeast: 'signed' }),
    to('large', { filter: { amount: [{ numeric: ['>', 5] }] } }),
    to('small', { filter: { amount: [{ numeric: ['<=', 5] }] } }),
  ]);
  await take(await record({ eventType: 'payment', strength: 'token' }));
  expect(queue.map(({ destination }) => destination)).toEqual(['all', 'typed', 'proved', 'large']);
});

test('that no answer came goes to the workflow, and to destinations that name it', async () => {
  const waiter: StepWaiter = { kind: 'step-functions', taskToken: 't' };
  const digest = 'ab'.repeat(32);
  const { take, drain, sent } = workerOver([
    to('all'),
    to('expiries', { types: [callbackExpiredType] }),
  ]);
  const callback = { digest, ref: 'ORDER-42', data: '{"cart":7}', uses: 3, waiter };
  await take(
    await record({
      eventType: callbackExpiredType,
      origin: 'expiry',
      idempotencyKey: `callback:${digest}#2`,
      callback: { ...callback, expiresAtMs: storage.clock.nowMs() },
    }),
  );
  await drain();
  expect(sent.map(([id]) => id).sort()).toEqual(['expiries', 'step-functions']);
  expect(sent[0]?.[1]).toMatchObject({
    origin: 'expiry',
    callback: { ref: 'ORDER-42', data: { cart: 7 }, use: 2, uses: 3 },
  });
  expect(await wayItem('(waiter)')).toMatchObject({ status: 'done', waiter });
});

test('looks at the clock fill no history and use up no attempt', async () => {
  const { take, sent, fails } = workerOver([to('erp')]);
  const key = await record();
  await take(key);
  fails['erp'] = new NotYet('erp takes 3 events a second', 2);
  for (let look = 0; look < 20; look += 1) {
    await take({ ...key, destination: 'erp' });
    storage.clock.advance(2000);
  }
  expect(await wayItem('erp')).toMatchObject({ status: 'received', attempts: 20, history: [] });
  fails['erp'] = undefined;
  await take({ ...key, destination: 'erp' });
  expect(sent).toHaveLength(21);
  expect(await wayItem('erp')).toMatchObject({
    status: 'done',
    history: [{ attempt: 21, outcome: 'succeeded' }],
  });
});

test('one way alone is sent again when it is replayed, under the name of the order', async () => {
  const { take, drain, sent, queue, worker } = workerOver([to('erp'), to('crm')]);
  const key = await record();
  await take(key);
  await drain();
  const order = { replayId: 'R1', by: 'ops', reason: 'crm was restored' };
  const ports = { ...storage.table, queue: worker.queue, clock: storage.clock };
  const item = { pk: `bank#${delivery.idempotencyKey}`, sk: 'to#crm' };
  expect(await replayEvent(item, order, ports)).toEqual({ kind: 'replayed' });
  expect(queue).toEqual([{ ...key, destination: 'crm' }]);
  await drain();
  expect(sent.map(([id, , attempt]) => [id, attempt])).toEqual([
    ['erp', 1],
    ['crm', 1],
    ['crm', 2],
  ]);
  expect(await wayItem('crm')).toMatchObject({
    history: [{ attempt: 1 }, { what: 'replay', replayId: 'R1' }, { attempt: 2 }],
  });
  expect(await wayItem('erp')).toMatchObject({ attempts: 1 });
});

test('a way whose event has expired, or whose body was erased, fails with the reason', async () => {
  const { take } = workerOver([to('erp'), to('crm')]);
  const key = await record();
  await take(key);
  await storage.tamper(key, { body: undefined, bodyEncoding: undefined });
  expect(await take({ ...key, destination: 'erp' })).toMatchObject({
    result: 'dead-letter',
    error: 'NonRetryable: the stored body was erased',
  });
});

test('an event that comes again after it expired goes on again, though its old way is still there', async () => {
  const { take, drain, sent } = workerOver([to('erp')]);
  const key = await record();
  await take(key);
  await drain();
  // DynamoDB deletes what expired one by one: the event went, came again, and the way is that of before.
  const id = `${eventId().slice(0, -1)}Z`;
  await storage.tamper(key, { id, status: 'received' });
  await take(key);
  await drain();
  expect(sent).toHaveLength(2);
  expect(await wayItem('erp')).toMatchObject({ id: `${id}/erp`, status: 'done', attempts: 1 });
});
