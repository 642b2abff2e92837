import { ConfigError } from '../../../lambda/model/errors.ts';
import { consume } from '../../../lambda/worker/consume.ts';
import { defineHandler, NonRetryable } from '../../../lambda/worker/handler.ts';
import { handlerRegistry } from '../../../lambda/worker/handler-registry.ts';
import { testNowMs } from '../../support/clock.ts';
import { testClaim, testMessage, testWorker } from '../../support/worker-fakes.ts';

const deadlineMs = testNowMs + 50_000;
const handler = (handle: Parameters<typeof defineHandler>[0]['handle']) =>
  defineHandler({ source: 'bank', handle });

test('completes the event when the handler returns', async () => {
  const seen: unknown[] = [];
  const worker = testWorker(
    handler((event, context) => {
      seen.push([event.json(), event.strength, context.attempt, context.deadlineMs]);
    }),
  );
  const attempt = await consume(testMessage('e1'), worker, deadlineMs);
  expect(attempt).toMatchObject({
    acknowledgement: 'ack',
    result: 'succeeded',
    recordId: 'record-e1',
    attempt: 1,
  });
  expect(worker.calls).toEqual([['complete', 'e1', 'succeeded']]);
  expect(seen).toEqual([[{ key: 'e1' }, 'signed', 1, deadlineMs]]);
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
    const claim = testClaim('e1');
    worker.claims = { kind: 'claimed', claim: { ...claim, event: { ...claim.event, strength } } };
    const attempt = await consume(testMessage('e1'), worker, deadlineMs);
    expect(attempt.result).toBe(result);
    expect(runs).toBe(result === 'succeeded' ? 1 : 0);
  },
);

test('completes the event as skipped when no handler takes it', async () => {
  const worker = testWorker(defineHandler({ source: 'stripe', handle() {} }));
  expect(await consume(testMessage('e1'), worker, deadlineMs)).toMatchObject({
    acknowledgement: 'ack',
    result: 'skipped',
  });
  expect(worker.calls).toEqual([['complete', 'e1', 'skipped']]);
});

test.each([
  [1, 10],
  [2, 20],
  [4, 80],
  [40, 3600],
])(
  'releases the event at attempt %d and shows the message again after %d s when the handler throws',
  async (number, seconds) => {
    const worker = testWorker(
      handler(() => {
        throw new RangeError('bank is closed');
      }),
    );
    worker.claims = { kind: 'claimed', claim: testClaim('e1', number) };
    const attempt = await consume(testMessage('e1'), worker, deadlineMs);
    expect(attempt).toMatchObject({
      acknowledgement: 'retry',
      result: 'retry',
      error: 'RangeError: bank is closed',
    });
    expect(worker.calls).toEqual([
      ['release', 'e1', 'RangeError: bank is closed', seconds],
      ['show', 'receipt-e1', seconds],
    ]);
  },
);

test('fails the event at the last receive and lets the queue move the message at once', async () => {
  const worker = testWorker(handler(() => Promise.reject(new Error('no'))));
  expect(await consume(testMessage('e1', 5), worker, deadlineMs)).toMatchObject({
    acknowledgement: 'retry',
  });
  expect(worker.calls).toEqual([
    ['fail', 'e1', 'Error: no'],
    ['show', 'receipt-e1', 0],
  ]);
});

test('fails the event at once when the handler says that no repetition helps', async () => {
  const worker = testWorker(
    handler(() => {
      throw new NonRetryable('unknown account');
    }),
  );
  expect(await consume(testMessage('e1'), worker, deadlineMs)).toMatchObject({
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
  const attempt = await consume(testMessage('e1'), worker, testNowMs + 20);
  expect(attempt).toMatchObject({
    acknowledgement: 'retry',
    error: 'Error: handler did not finish before the deadline',
  });
  expect(signal?.aborted).toBe(true);
});

test('changes nothing more when the lease was lost to another worker', async () => {
  const worker = testWorker(handler(() => Promise.reject(new Error('late'))));
  worker.isLeaseLost = true;
  expect(await consume(testMessage('e1'), worker, deadlineMs)).toMatchObject({
    acknowledgement: 'ack',
  });
  expect(worker.calls.map(([name]) => name)).toEqual(['release']);
});

test.each(['settled', 'held', 'missing'] as const)(
  'acknowledges the message and runs nothing when the event is %s',
  async (kind) => {
    let runs = 0;
    const worker = testWorker(
      handler(() => {
        runs += 1;
      }),
    );
    worker.claims = { kind };
    expect(await consume(testMessage('e1'), worker, deadlineMs)).toMatchObject({
      acknowledgement: 'ack',
      result: kind,
    });
    expect([runs, worker.calls]).toEqual([0, []]);
  },
);

test('leaves the message on the queue when the table cannot be reached, or when it is none of ours', async () => {
  const worker = testWorker(handler(() => {}));
  worker.claims = 'down';
  expect(await consume(testMessage('e1'), worker, deadlineMs)).toMatchObject({
    acknowledgement: 'retry',
    result: 'dependency-down',
  });
  expect(await consume(testMessage('junk'), worker, deadlineMs)).toMatchObject({
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
    batch.map((text) => consume(testMessage(text), worker, deadlineMs)),
  );
  expect(attempts.map(({ acknowledgement }) => acknowledgement)).toEqual([
    'ack',
    'retry',
    'ack',
    'retry',
    'ack',
  ]);
});

describe('the registry', () => {
  const define = (source: string, types?: readonly string[]) =>
    defineHandler({ source, ...(types && { types }), handle() {} });

  test('prefers the type of the source, then the source, then everybody', () => {
    const [typed, sourced, all] = [define('bank', ['paid']), define('bank'), define('*')];
    const registry = handlerRegistry(new Map([['x', { typed, sourced, all }]]));
    expect(registry.find('bank', 'paid')).toBe(typed);
    expect(registry.find('bank', 'refunded')).toBe(sourced);
    expect(registry.find('bank', undefined)).toBe(sourced);
    expect(registry.find('stripe', 'paid')).toBe(all);
  });

  test('refuses two handlers of the same events and a module without any', () => {
    const twice = new Map([
      ['one', { handler: define('bank', ['paid']) }],
      ['two', { handler: define('bank', ['paid', 'refunded']) }],
      ['none', { handler: { source: 'bank', handle() {} } }],
    ]);
    expect(() => handlerRegistry(twice)).toThrow(ConfigError);
    expect(() => handlerRegistry(twice)).toThrow(
      /two: another handler already takes bank paid: merge the two\nhandler none: exports no handler/,
    );
  });
});
