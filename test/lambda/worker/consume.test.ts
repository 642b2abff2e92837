import { consume } from '../../../lambda/worker/consume.ts';
import { defineHandler, NonRetryable } from '../../../lambda/worker/handler.ts';
import type { ClaimResult } from '../../../lambda/worker/ports.ts';
import { testNowMs } from '../../support/clock.ts';
import { planted, testClaim, testMessage, testWorker } from '../../support/worker-fakes.ts';

const deadlines = { handlerMs: testNowMs + 50_000, outcomeMs: testNowMs + 54_500 };
const claimed = (...args: Parameters<typeof testClaim>): ClaimResult => ({
  kind: 'claimed',
  claim: testClaim(...args),
});
const handler = (handle: Parameters<typeof defineHandler>[0]['handle']) =>
  defineHandler({ source: 'bank', handle });

test('completes the event when the handler returns', async () => {
  const seen: unknown[] = [];
  const worker = testWorker(
    handler((event, context) => {
      seen.push([event.json(), event.strength, context.attempt, context.deadlineMs]);
    }),
  );
  const attempt = await consume(testMessage('e1'), worker, deadlines);
  expect(attempt).toMatchObject({
    acknowledgement: 'ack',
    result: 'succeeded',
    recordId: 'record-e1',
    attempt: 1,
  });
  expect(worker.calls).toEqual([['complete', 'e1', 'succeeded']]);
  expect(seen).toEqual([[{ key: 'e1' }, 'signed', 1, deadlines.handlerMs]]);
});

test.each([
  ['signed', 'signed', 'succeeded'],
  ['token', 'token', 'succeeded'],
  ['token', 'signed', 'dead-letter'],
  ['address', 'token', 'dead-letter'],
  ['address', undefined, 'succeeded'],
] as const)(
  'an event of proof %s at a handler that demands %s ends as %s',
  async (strength, atLeast, result) => {
    let runs = 0;
    const worker = testWorker(
      defineHandler({
        source: 'bank',
        ...(atLeast && { atLeast }),
        handle() {
          runs += 1;
        },
      }),
    );
    worker.claims = claimed('e1', { strength });
    const attempt = await consume(testMessage('e1'), worker, deadlines);
    expect(attempt.result).toBe(result);
    expect(runs).toBe(result === 'succeeded' ? 1 : 0);
  },
);

test('completes the event as skipped when no handler takes it', async () => {
  const worker = testWorker(defineHandler({ source: 'stripe', handle() {} }));
  expect(await consume(testMessage('e1'), worker, deadlines)).toMatchObject({
    acknowledgement: 'ack',
    result: 'skipped',
  });
  expect(worker.calls).toEqual([['complete', 'e1', 'skipped']]);
});

test.each([
  [1, 10],
  [2, 20],
  [4, 80],
])(
  'releases the event at attempt %d and hides the message for %d s when the handler throws',
  async (number, seconds) => {
    const worker = testWorker(
      handler(() => {
        throw new RangeError('bank is closed');
      }),
    );
    worker.claims = claimed('e1', { attempt: 40, attemptOfRun: number });
    const attempt = await consume(testMessage('e1'), worker, deadlines);
    expect(attempt).toMatchObject({
      acknowledgement: 'retry',
      result: 'retry',
      error: 'RangeError: bank is closed',
    });
    expect(worker.calls).toEqual([
      [
        'release',
        'e1',
        { error: 'RangeError: bank is closed', retryInSeconds: seconds, isAttempt: true },
      ],
      ['hide', 'receipt-e1', seconds],
    ]);
  },
);

test('fails the event and is done with the message when the last attempt fails', async () => {
  const worker = testWorker(handler(() => Promise.reject(new Error('no'))));
  worker.claims = claimed('e1', { attempt: 5 });
  expect(await consume(testMessage('e1'), worker, deadlines)).toMatchObject({
    acknowledgement: 'ack',
    result: 'dead-letter',
    error: 'Error: no',
  });
  expect(worker.calls).toEqual([['fail', 'e1', 'Error: no']]);
});

test('runs no handler and fails the event when its attempts ended without an outcome', async () => {
  let runs = 0;
  const worker = testWorker(
    handler(() => {
      runs += 1;
    }),
  );
  const loadEvent = () => Promise.reject(new Error('nobody needs the body'));
  worker.claims = claimed('e1', { attempt: 6, loadEvent });
  expect(await consume(testMessage('e1'), worker, deadlines)).toMatchObject({
    acknowledgement: 'ack',
    result: 'dead-letter',
    error: expect.stringMatching(/^5 attempts ended without an outcome/),
  });
  expect(runs).toBe(0);
  expect(worker.calls).toEqual([['fail', 'e1', expect.stringMatching(/^5 attempts ended/)]]);
});

test('a replayed event has all attempts once more, and its handler is told', async () => {
  const seen: unknown[] = [];
  const worker = testWorker(
    handler((_event, { attempt, isReplay }) => {
      seen.push([attempt, isReplay]);
      throw new Error('no');
    }),
  );
  worker.claims = claimed('e1', { attempt: 9, attemptOfRun: 4, isReplay: true });
  expect((await consume(testMessage('e1'), worker, deadlines)).acknowledgement).toBe('retry');
  expect(seen).toEqual([[9, true]]);
  expect(worker.calls.map(([name]) => name)).toEqual(['release', 'hide']);
});

test.each([
  ['lost', new NonRetryable('the stored body is missing'), 'dead-letter', 'fail', 'ack'],
  ['out of reach', planted('S3'), 'retry', 'release', 'retry'],
] as const)(
  'runs no handler when the body is %s',
  async (_name, error, result, call, acknowledgement) => {
    let runs = 0;
    const worker = testWorker(
      handler(() => {
        runs += 1;
      }),
    );
    worker.claims = claimed('e1', { attempt: 5, loadEvent: () => Promise.reject(error) });
    expect(await consume(testMessage('e1'), worker, deadlines)).toMatchObject({
      acknowledgement,
      result,
      error: `${error.name}: ${error.message}`,
    });
    expect([runs, worker.calls[0]?.[0]]).toEqual([0, call]);
  },
);

test('a body store that is down uses up no attempt', async () => {
  const worker = testWorker(handler(() => {}));
  worker.claims = claimed('e1', { attempt: 5, loadEvent: () => Promise.reject(planted('S3')) });
  await consume(testMessage('e1'), worker, deadlines);
  expect(worker.calls[0]).toEqual([
    'release',
    'e1',
    { error: 'DependencyError: S3 failed: Error', retryInSeconds: 160, isAttempt: false },
  ]);
});

test('keeps the first 500 characters when an error says more', async () => {
  const worker = testWorker(handler(() => Promise.reject(new Error('x'.repeat(5000)))));
  const { error } = await consume(testMessage('e1'), worker, deadlines);
  expect(error).toBe(`Error: ${'x'.repeat(493)}`);
});

test('fails the event at once when the handler says that no repetition helps', async () => {
  const worker = testWorker(
    handler(() => {
      throw new NonRetryable('unknown account');
    }),
  );
  expect(await consume(testMessage('e1'), worker, deadlines)).toMatchObject({
    acknowledgement: 'ack',
    result: 'dead-letter',
  });
  expect(worker.calls).toEqual([['fail', 'e1', 'NonRetryable: unknown account']]);
});

test('aborts the handler and releases the event when the deadline passes', async () => {
  let signal: AbortSignal | undefined;
  const worker = testWorker(
    handler((_event, context) => {
      signal = context.signal;
      return new Promise(() => {});
    }),
  );
  const attempt = consume(testMessage('e1'), worker, deadlines);
  await worker.timer.pass(49_999);
  expect(signal?.aborted).toBe(false);
  await worker.timer.pass(1);
  expect(await attempt).toMatchObject({
    acknowledgement: 'retry',
    error: 'Error: handler did not finish before the deadline',
  });
  expect(signal?.aborted).toBe(true);
});

test('changes nothing more when the lease was lost to another worker', async () => {
  const worker = testWorker(handler(() => Promise.reject(new Error('late'))));
  worker.isLeaseLost = true;
  expect(await consume(testMessage('e1'), worker, deadlines)).toMatchObject({
    acknowledgement: 'ack',
    result: 'lease-lost',
    error: 'Error: late',
  });
  expect(worker.calls.map(([name]) => name)).toEqual(['release']);
});

test.each([
  ['settled', 'ack'],
  ['missing', 'ack'],
  ['held', 'retry'],
] as const)(
  'runs nothing and changes nothing when the event is %s: %s',
  async (kind, acknowledgement) => {
    let runs = 0;
    const worker = testWorker(
      handler(() => {
        runs += 1;
      }),
    );
    worker.claims = { kind };
    const attempt = await consume(testMessage('e1'), worker, deadlines);
    expect(attempt).toMatchObject({ acknowledgement, result: kind });
    expect([runs, worker.calls]).toEqual([0, []]);
  },
);

test.each(['settle', 'hide'] as const)(
  'leaves the message on the queue when the port %s is down after the handler',
  async (port) => {
    const worker = testWorker(handler(() => Promise.reject(new Error('no'))));
    worker.down.add(port);
    const attempt = consume(testMessage('e1'), worker, deadlines);
    await worker.timer.pass(60_000);
    expect(await attempt).toMatchObject({ acknowledgement: 'retry', result: 'dependency-down' });
  },
);

test('leaves the message on the queue when the table cannot be reached, or when it is none of ours', async () => {
  const worker = testWorker(handler(() => {}));
  worker.claims = 'down';
  expect(await consume(testMessage('e1'), worker, deadlines)).toMatchObject({
    acknowledgement: 'retry',
    result: 'dependency-down',
  });
  expect(await consume(testMessage('junk'), worker, deadlines)).toMatchObject({
    acknowledgement: 'retry',
    result: 'unreadable',
  });
});

test('one poison message never fails its neighbours', async () => {
  const worker = testWorker(
    handler((event) => {
      if (event.idempotencyKey === 'poison') throw new Error('poison');
    }),
  );
  const batch = ['a', 'poison', 'b', 'junk', 'c'];
  const attempts = await Promise.all(
    batch.map((text) => consume(testMessage(text), worker, deadlines)),
  );
  expect(attempts.map(({ acknowledgement }) => acknowledgement)).toEqual([
    'ack',
    'retry',
    'ack',
    'retry',
    'ack',
  ]);
});
