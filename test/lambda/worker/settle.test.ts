import { DependencyError } from '../../../lambda/model/errors.ts';
import type { Outcome } from '../../../lambda/worker/outcome.ts';
import type { Claim } from '../../../lambda/worker/ports.ts';
import { settle } from '../../../lambda/worker/settle.ts';
import { testNowMs } from '../../support/clock.ts';
import { type TestWorker, testClaim, testMessage, testWorker } from '../../support/worker-fakes.ts';

/* How an outcome gets on record, and what the queue is told. */

let worker: TestWorker;
beforeEach(() => {
  worker = testWorker();
});

const settling = (outcome: Outcome, changes: Partial<Claim> = {}, withinMs = 5000) =>
  settle(testClaim('e1', changes), outcome, {
    message: testMessage('e1'),
    worker,
    untilMs: testNowMs + withinMs,
  });

const failed = (isAttempt: boolean): Outcome => ({ kind: 'retry', error: 'Error: no', isAttempt });

test.each<[Outcome, readonly unknown[]]>([
  [{ kind: 'succeeded' }, ['complete', 'e1', 'succeeded']],
  [{ kind: 'skipped' }, ['complete', 'e1', 'skipped']],
  [{ kind: 'dead-letter', error: 'no' }, ['fail', 'e1', 'no']],
])('the outcome %j is written once and ends the message', async (outcome, call) => {
  expect(await settling(outcome)).toEqual({ acknowledgement: 'ack', result: outcome.kind });
  expect(worker.calls).toEqual([call]);
  expect(worker.timer.asked).toEqual([]);
});

test.each<Outcome>([{ kind: 'succeeded' }, { kind: 'dead-letter', error: 'no' }, failed(true)])(
  'writing the outcome %j is tried again after 100, 200, 400 ms while the table is down, and ends in time',
  async (outcome) => {
    worker.down.add('settle');
    const settled = settling(outcome, {}, 2000);
    const refused = expect(settled).rejects.toBeInstanceOf(DependencyError);
    await worker.timer.pass(10_000);
    await refused;
    expect(worker.timer.asked).toEqual([100, 200, 400, 800]);
    expect(worker.calls).toHaveLength(5);
  },
);

test.each([
  [100, 1],
  [101, 2],
])('with %d ms left, the outcome is written %d times', async (withinMs, times) => {
  worker.down.add('settle');
  const refused = expect(settling({ kind: 'succeeded' }, {}, withinMs)).rejects.toThrow();
  await worker.timer.pass(10_000);
  await refused;
  expect(worker.calls).toHaveLength(times);
});

test('the outcome counts when the table is back in time', async () => {
  worker.down.add('settle');
  const settled = settling({ kind: 'succeeded' });
  await worker.timer.pass(299);
  expect(worker.calls).toHaveLength(2);
  worker.down.clear();
  await worker.timer.pass(1);
  expect(await settled).toEqual({ acknowledgement: 'ack', result: 'succeeded' });
  expect(worker.calls).toEqual(Array(3).fill(['complete', 'e1', 'succeeded']));
  expect(worker.timer.waiting()).toBe(0);
});

test('an error of our own is not tried again', async () => {
  worker.down.add('settle');
  worker.failure = new TypeError('planted');
  await expect(settling({ kind: 'succeeded' })).rejects.toThrow('planted');
  expect(worker.calls).toHaveLength(1);
});

test.each([
  [1, 10],
  [4, 80],
  [9, 2560],
  [40, 3600],
])(
  'a failure at attempt %d that was no attempt is repeated after %d s, whatever the count',
  async (attempt, retryInSeconds) => {
    const settled = await settling(failed(false), { attempt });
    expect(settled).toEqual({ acknowledgement: 'retry', result: 'retry' });
    expect(worker.calls).toEqual([
      ['release', 'e1', { error: 'Error: no', retryInSeconds, isAttempt: false }],
      ['hide', 'receipt-e1', retryInSeconds],
    ]);
  },
);

test.each([
  [{ attempt: 4 }, 'release', 'retry', 'retry'],
  [{ attempt: 5 }, 'fail', 'ack', 'dead-letter'],
  [{ attempt: 6 }, 'fail', 'ack', 'dead-letter'],
  [{ attempt: 9, attemptOfRun: 4 }, 'release', 'retry', 'retry'],
  [{ attempt: 9, attemptOfRun: 5 }, 'fail', 'ack', 'dead-letter'],
] as const)(
  'a failed attempt %j ends in %s and %s, and counts as %s',
  async (changes, call, acknowledgement, result) => {
    expect(await settling(failed(true), changes)).toEqual({ acknowledgement, result });
    expect(worker.calls[0]?.[0]).toBe(call);
  },
);

test.each<[Outcome, number]>([
  [{ kind: 'succeeded' }, 1],
  [{ kind: 'skipped' }, 1],
  [{ kind: 'dead-letter', error: 'no' }, 1],
  [failed(true), 1],
  [failed(true), 5],
  [failed(false), 5],
])(
  'the outcome %j of a worker that lost its lease at attempt %d changes nothing of the message',
  async (outcome, attempt) => {
    worker.isLeaseLost = true;
    const settled = await settling(outcome, { attempt });
    expect(settled).toEqual({ acknowledgement: 'ack', result: 'lease-lost' });
    expect(worker.calls.map(([name]) => name)).not.toContain('hide');
  },
);
