import { type OverdueEvent, type Sweeper, sweep } from '../../../lambda/sweeper/sweep.ts';
import { testClock, testNowMs } from '../../support/clock.ts';

const overdue = (name: string, sweeps: number): OverdueEvent => ({
  key: { sourceId: 'bank', idempotencyKey: name },
  strength: 'signed',
  dueAtMs: testNowMs - 1,
  sweeps,
});

function testSweeper(events: readonly OverdueEvent[], lost: readonly string[] = []) {
  const calls: string[] = [];
  const sweeper: Sweeper = {
    clock: testClock(),
    reenqueueAfterSeconds: 60,
    open: {
      overdue: async () => events,
      async postpone({ key }, dueAtMs) {
        calls.push(`postpone ${key.idempotencyKey} ${(dueAtMs - testNowMs) / 60_000} min`);
        return !lost.includes(key.idempotencyKey);
      },
    },
    queue: {
      async send({ idempotencyKey }) {
        calls.push(`send ${idempotencyKey}`);
      },
    },
  };
  return { sweeper, calls };
}

test('moves the due date out before it sends, further each time, an hour at most', async () => {
  const { sweeper, calls } = testSweeper([overdue('a', 0), overdue('b', 3), overdue('c', 30)]);
  expect(await sweep(sweeper)).toEqual({ requeued: 3 });
  expect(calls).toEqual([
    'postpone a 1 min',
    'send a',
    'postpone b 8 min',
    'send b',
    'postpone c 60 min',
    'send c',
  ]);
});

test('sends nothing for an event that somebody else dealt with meanwhile', async () => {
  const { sweeper, calls } = testSweeper([overdue('a', 0), overdue('b', 0)], ['a']);
  expect(await sweep(sweeper)).toEqual({ requeued: 1 });
  expect(calls).not.toContain('send a');
});
