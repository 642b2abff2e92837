import type { Destination } from '../../lambda/model/destination.ts';
import { DependencyError } from '../../lambda/model/errors.ts';
import type { DeliveredEvent, Handler } from '../../lambda/worker/handler.ts';
import { handlerRegistry } from '../../lambda/worker/handler-registry.ts';
import type { Claim, ClaimResult, Worker, WorkMessage } from '../../lambda/worker/ports.ts';
import { type TestClock, type TestTimer, testClock, testNowMs, testTimer } from './clock.ts';

/** A worker over in-memory ports that writes down what it was told to do. */
export interface TestWorker extends Worker {
  readonly clock: TestClock;
  readonly timer: TestTimer;
  /** `complete`, `fail`, `release`, `renew`, `hide`, `forward`, `enqueue` and `send` in the order of the calls, those that failed too. */
  readonly calls: (readonly unknown[])[];
  /** What `claim` answers; a claim of attempt 1 unless set. */
  claims: ClaimResult | 'down' | undefined;
  /** Destinations of every source. */
  goesTo: readonly Destination[];
  /** Another worker has taken the lease meanwhile. */
  isLeaseLost: boolean;
  /** Ports that fail while named here, and with what; a `DependencyError` unless set. */
  readonly down: Set<Port>;
  failure: Error;
}

type Port = 'settle' | 'renew' | 'hide' | 'forward' | 'enqueue' | 'send';

/** Seconds of a lease; a third of it, the heartbeat's pause, is whole. */
export const testLeaseSeconds = 75;

export function testWorker(...handlers: readonly Handler[]): TestWorker {
  const clock = testClock();
  const calls: TestWorker['calls'] = [];
  const note = async (port: Port, ...call: readonly unknown[]) => {
    calls.push(call);
    if (worker.down.has(port)) throw worker.failure;
    return !worker.isLeaseLost;
  };
  const worker: TestWorker = {
    calls,
    claims: undefined,
    isLeaseLost: false,
    down: new Set(),
    failure: planted('DynamoDB'),
    clock,
    timer: testTimer(clock),
    handlers: handlerRegistry(
      new Map(handlers.map((handler, at) => [`handler-${at}`, { handler }])),
    ),
    settings: { maxAttempts: 5, retryAfterSeconds: 10, leaseSeconds: testLeaseSeconds },
    readMessage: (text) =>
      text === 'junk' ? undefined : { sourceId: 'bank', idempotencyKey: text },
    events: {
      async claim(key) {
        if (worker.claims === 'down') throw planted('DynamoDB');
        return worker.claims ?? { kind: 'claimed', claim: testClaim(key.idempotencyKey) };
      },
      renew: (claim) => note('renew', 'renew', claim.key.idempotencyKey),
      complete: (claim, outcome) => note('settle', 'complete', claim.key.idempotencyKey, outcome),
      fail: (claim, error) => note('settle', 'fail', claim.key.idempotencyKey, error),
      release: (claim, release) => note('settle', 'release', claim.key.idempotencyKey, release),
      async forward({ key, strength }, destinations) {
        await note('forward', 'forward', key.idempotencyKey, destinations);
        return destinations.map((destination) => ({ key: { ...key, destination }, strength }));
      },
    },
    destinations: {
      of: () => worker.goesTo,
      async send({ idempotencyKey }, to) {
        await note('send', 'send', idempotencyKey, to);
      },
    },
    goesTo: [],
    queue: {
      async send({ key }) {
        await note('enqueue', 'enqueue', key.idempotencyKey, key.destination);
      },
    },
    visibility: {
      async hideFor({ receiptHandle }, seconds) {
        await note('hide', 'hide', receiptHandle, seconds);
      },
    },
  };
  return worker;
}

export const planted = (dependency: string): DependencyError =>
  new DependencyError(dependency, new Error('planted'));

export function testEvent(idempotencyKey: string): DeliveredEvent {
  const body = Buffer.from(`{"key":"${idempotencyKey}"}`);
  return {
    source: 'bank',
    provider: 'generic',
    eventType: 'transfer.settled',
    idempotencyKey,
    recordId: `record-${idempotencyKey}`,
    receivedAt: '2026-11-23T10:00:00.000Z',
    strength: 'signed',
    headers: {},
    query: {},
    body,
    text: () => body.toString('utf8'),
    json: () => JSON.parse(body.toString('utf8')),
  };
}

export function testClaim(idempotencyKey: string, changes: Partial<Claim> = {}): Claim {
  const attempt = changes.attempt ?? 1;
  return {
    key: { sourceId: 'bank', idempotencyKey },
    token: 'token',
    claimedAtMs: testNowMs,
    attempt,
    attemptOfRun: attempt,
    isReplay: false,
    recordId: `record-${idempotencyKey}`,
    source: 'bank',
    eventType: 'transfer.settled',
    strength: 'signed',
    loadEvent: async () => testEvent(idempotencyKey),
    ...changes,
  };
}

/** A message of a standard queue; of one that keeps an order where a group is named. */
export const testMessage = (text: string, orderGroup?: string): WorkMessage => ({
  messageId: `message-${text}`,
  receiptHandle: `receipt-${text}`,
  text,
  queueArn: `arn:aws:sqs:eu-west-1:111122223333:queue${orderGroup === undefined ? '' : '.fifo'}`,
  ...(orderGroup === undefined ? {} : { orderGroup }),
});
