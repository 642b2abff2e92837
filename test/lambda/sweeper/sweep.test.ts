import type { QueuedEvent } from '../../../lambda/model/delivery.ts';
import {
  type OverdueEvent,
  type Sweeper,
  sweep,
  sweepLimit,
} from '../../../lambda/sweeper/sweep.ts';
import { testClock, testNowMs } from '../../support/clock.ts';
import { planted } from '../../support/worker-fakes.ts';

const minute = 60_000;
const laterMs = testNowMs + minute;

const overdue = (name: string, changes: Partial<OverdueEvent> = {}): OverdueEvent => ({
  key: { sourceId: 'bank', idempotencyKey: name },
  strength: 'signed',
  dueAtMs: testNowMs - 1,
  sweeps: 0,
  ...changes,
});

const many = (count: number): readonly OverdueEvent[] =>
  Array.from({ length: count }, (_, at) => overdue(`e${at}`));

interface Faults {
  /** Events that somebody else dealt with meanwhile. */
  readonly elsewhere?: readonly string[];
  readonly postponeFails?: (name: string) => boolean;
  readonly sendFails?: (name: string) => boolean;
  readonly error?: Error;
  /** How long each send takes. */
  readonly sendMs?: number;
  /** Events are overdue that were not returned. */
  readonly isMore?: boolean;
}

function testSweeper(events: readonly OverdueEvent[], faults: Faults = {}) {
  const { elsewhere = [], error = planted('SQS'), sendMs = 0, isMore = false } = faults;
  const calls: string[] = [];
  const sent: QueuedEvent[] = [];
  const clock = testClock();
  const sweeper: Sweeper = {
    clock,
    reenqueueAfterSeconds: 60,
    open: {
      async overdue(nowMs, limit) {
        calls.push(`overdue ${nowMs - testNowMs} ${limit}`);
        return { events, isAll: !isMore && events.length < limit };
      },
      async postpone({ key, dueAtMs: readMs }, dueAtMs) {
        const name = key.idempotencyKey;
        calls.push(`postpone ${name} ${readMs - testNowMs} ${(dueAtMs - testNowMs) / minute} min`);
        if (faults.postponeFails?.(name)) throw error;
        return !elsewhere.includes(name);
      },
    },
    queue: {
      async send(event) {
        const name = event.key.idempotencyKey;
        calls.push(`send ${name}`);
        clock.advance(sendMs);
        if (faults.sendFails?.(name)) throw error;
        sent.push(event);
      },
    },
  };
  return { sweeper, calls, sent };
}

test('moves the due date out before it sends, further each time, an hour at most', async () => {
  for (const [sweeps, minutes] of [
    [0, 1],
    [3, 8],
    [6, 60],
    [30, 60],
  ]) {
    const { sweeper, calls } = testSweeper([overdue('a', { sweeps: sweeps ?? 0 })]);
    await sweep(sweeper, laterMs);
    expect(calls).toEqual([`overdue 0 ${sweepLimit}`, `postpone a -1 ${minutes} min`, 'send a']);
  }
});

test('the queue gets the event, with its order group, and nothing else', async () => {
  const { sweeper, sent } = testSweeper([overdue('a', { orderGroup: 'g' }), overdue('b')]);
  await sweep(sweeper, laterMs);
  expect(sent).toEqual([
    { key: { sourceId: 'bank', idempotencyKey: 'a' }, strength: 'signed', orderGroup: 'g' },
    { key: { sourceId: 'bank', idempotencyKey: 'b' }, strength: 'signed' },
  ]);
});

test('reports nothing when nothing is overdue', async () => {
  const { sweeper } = testSweeper([]);
  expect(await sweep(sweeper, laterMs)).toEqual({
    overdue: 0,
    requeued: 0,
    failed: 0,
    stuck: 0,
    oldestMs: 0,
    isBehind: false,
  });
});

test('reports what was overdue, for how long, and what has been open for an hour', async () => {
  const events = [
    overdue('a', { dueAtMs: testNowMs - 7000, sweeps: 6 }),
    overdue('b', { dueAtMs: testNowMs - 9000, sweeps: 5 }),
    overdue('c', { dueAtMs: testNowMs - 10, sweeps: 70 }),
  ];
  const { sweeper } = testSweeper(events, { elsewhere: ['c'] });
  expect(await sweep(sweeper, laterMs)).toEqual({
    overdue: 3,
    requeued: 2,
    failed: 0,
    stuck: 2,
    oldestMs: 9000,
    isBehind: false,
  });
});

test('sends nothing for an event that somebody else dealt with meanwhile', async () => {
  const { sweeper, calls } = testSweeper([overdue('a'), overdue('b')], { elsewhere: ['a'] });
  expect(await sweep(sweeper, laterMs)).toMatchObject({ overdue: 2, requeued: 1, failed: 0 });
  expect(calls).not.toContain('send a');
});

test.each(['sendFails', 'postponeFails'] as const)(
  'goes on with the others when %s for one event of each group',
  async (fault) => {
    const { sweeper, sent } = testSweeper(many(25), { [fault]: (name: string) => /0$/.test(name) });
    expect(await sweep(sweeper, laterMs)).toMatchObject({
      overdue: 25,
      requeued: 22,
      failed: 3,
      isBehind: false,
    });
    expect(sent).toHaveLength(22);
  },
);

test('nothing is sent when the due date could not be moved', async () => {
  const { sweeper, calls } = testSweeper(many(3), { postponeFails: () => true });
  expect(await sweep(sweeper, laterMs)).toMatchObject({ requeued: 0, failed: 3 });
  expect(calls.filter((call) => call.startsWith('send'))).toEqual([]);
});

test('stops when a whole group of ten fails, and what is left is still overdue', async () => {
  const isTwenties = (name: string) => /^e2\d$/.test(name);
  const { sweeper, sent, calls } = testSweeper(many(55), { sendFails: isTwenties });
  expect(await sweep(sweeper, laterMs)).toMatchObject({
    overdue: 55,
    requeued: 20,
    failed: 10,
    isBehind: true,
  });
  expect(sent).toHaveLength(20);
  expect(calls.filter((call) => call.startsWith('postpone'))).toHaveLength(30);
});

test('starts no further group when its time is up', async () => {
  const { sweeper, sent } = testSweeper(many(55), { sendMs: 3000 });
  expect(await sweep(sweeper, laterMs)).toMatchObject({ requeued: 20, isBehind: true });
  expect(sent).toHaveLength(20);
  const late = testSweeper(many(5));
  expect(await sweep(late.sweeper, testNowMs)).toMatchObject({ requeued: 0, isBehind: true });
});

test.each([
  [sweepLimit - 1, false],
  [sweepLimit, true],
])('of %d overdue events, whether it is behind is %s', async (count, isBehind) => {
  const { sweeper } = testSweeper(many(count));
  expect(await sweep(sweeper, laterMs)).toMatchObject({ requeued: count, isBehind });
});

test.each([1, 63])(
  'is behind when not all that is overdue was returned, be it %d events',
  async (count) => {
    const { sweeper } = testSweeper(many(count), { isMore: true });
    expect(await sweep(sweeper, laterMs)).toEqual({
      ...(await sweep(testSweeper(many(count)).sweeper, laterMs)),
      isBehind: true,
    });
  },
);

test('an error of our own is not counted but thrown', async () => {
  const { sweeper } = testSweeper(many(3), {
    sendFails: () => true,
    error: new TypeError('planted'),
  });
  await expect(sweep(sweeper, laterMs)).rejects.toThrow('planted');
});
