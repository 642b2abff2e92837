import { DependencyError } from '../../lambda/model/errors.ts';
import type { Handler } from '../../lambda/worker/handler.ts';
import { handlerRegistry } from '../../lambda/worker/handler-registry.ts';
import type { Claim, ClaimResult, Worker, WorkMessage } from '../../lambda/worker/ports.ts';
import { testClock } from './clock.ts';

/** A worker over in-memory ports that writes down what it was told to do. */
export interface TestWorker extends Worker {
  /** `complete`, `fail`, `release` and `show` in the order of the calls. */
  readonly calls: (readonly unknown[])[];
  /** What `claim` answers; a claim of attempt 1 unless set. */
  claims: ClaimResult | 'down' | undefined;
  /** Another worker has taken the lease meanwhile. */
  isLeaseLost: boolean;
}

export function testWorker(...handlers: readonly Handler[]): TestWorker {
  const calls: TestWorker['calls'] = [];
  const note = async (...call: readonly unknown[]) => {
    calls.push(call);
    return !worker.isLeaseLost;
  };
  const worker: TestWorker = {
    calls,
    claims: undefined,
    isLeaseLost: false,
    clock: testClock(),
    handlers: handlerRegistry(
      new Map(handlers.map((handler, at) => [`handler-${at}`, { handler }])),
    ),
    settings: { maxReceiveCount: 5, retryAfterSeconds: 10 },
    readMessage: (text) =>
      text === 'junk' ? undefined : { sourceId: 'bank', idempotencyKey: text },
    events: {
      async claim(key) {
        if (worker.claims === 'down') throw new DependencyError('DynamoDB', new Error('planted'));
        return worker.claims ?? { kind: 'claimed', claim: testClaim(key.idempotencyKey) };
      },
      complete: (claim, outcome) => note('complete', claim.key.idempotencyKey, outcome),
      fail: (claim, error) => note('fail', claim.key.idempotencyKey, error),
      release: (claim, error, seconds) => note('release', claim.key.idempotencyKey, error, seconds),
    },
    retries: {
      async showAgainAfter(receiptHandle, seconds) {
        await note('show', receiptHandle, seconds);
      },
    },
  };
  return worker;
}

export function testClaim(idempotencyKey: string, attempt = 1): Claim {
  const body = Buffer.from(`{"key":"${idempotencyKey}"}`);
  return {
    key: { sourceId: 'bank', idempotencyKey },
    token: 'token',
    attempt,
    event: {
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
    },
  };
}

export const testMessage = (text: string, receiveCount = 1): WorkMessage => ({
  messageId: `message-${text}`,
  receiptHandle: `receipt-${text}`,
  text,
  receiveCount,
});
