import type { Clock } from '../../lambda/model/time.ts';

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
