import type { Clock, Timer } from '../../lambda/model/time.ts';

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

export const testNowMs = Date.parse('2026-11-23T10:00:00Z');

export function testClock(startMs: number = testNowMs): TestClock {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

/** Timers that fire only when a test lets time pass. */
export interface TestTimer extends Timer {
  /** Every delay that was asked for, in milliseconds, in the order of the calls. */
  readonly asked: readonly number[];
  /** Timers that neither fired nor were cancelled. */
  waiting(): number;
  /** Moves the clock, fires what falls due on the way, and lets everything happen that follows from it. */
  pass(ms: number): Promise<void>;
}

interface SetTimer {
  readonly atMs: number;
  readonly action: () => void;
}

export function testTimer(clock: TestClock): TestTimer {
  const asked: number[] = [];
  const waiting = new Set<SetTimer>();
  const nextUntil = (untilMs: number): SetTimer | undefined =>
    [...waiting].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
  return {
    asked,
    waiting: () => waiting.size,
    after(ms, action) {
      asked.push(ms);
      const timer = { atMs: clock.nowMs() + ms, action };
      waiting.add(timer);
      return () => {
        waiting.delete(timer);
      };
    },
    async pass(ms) {
      await allSettled();
      const untilMs = clock.nowMs() + ms;
      for (let next = nextUntil(untilMs); next !== undefined; next = nextUntil(untilMs)) {
        waiting.delete(next);
        clock.advance(next.atMs - clock.nowMs());
        next.action();
        await allSettled();
      }
      clock.advance(untilMs - clock.nowMs());
    },
  };
}

/** Resolves when nothing more happens without a timer or the network. */
const allSettled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
