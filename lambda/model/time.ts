/** The only place that reads the wall clock; everything else takes a `Clock`, so that a test can set the time. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };

/** The only place that sets timers. */
export interface Timer {
  /** Calls `action` once, `ms` from now; the result prevents it. */
  after(ms: number, action: () => void): () => void;
}

export const systemTimer: Timer = {
  after(ms, action) {
    const handle = setTimeout(action, ms);
    return () => clearTimeout(handle);
  },
};

/** Resolves `ms` from now. */
export const pause = (ms: number, timer: Timer): Promise<void> =>
  new Promise((resolve) => {
    timer.after(ms, resolve);
  });

export const secondsToMs = (seconds: number): number => seconds * 1000;
export const minutesToMs = (minutes: number): number => secondsToMs(minutes * 60);
export const daysToSeconds = (days: number): number => days * 86_400;

/** Instant as ISO 8601 in UTC with milliseconds, e.g. `2026-11-23T10:00:00.000Z`. */
export const toIso = (instantMs: number): string => new Date(instantMs).toISOString();

/** What the signed content of a request says of time. */
export interface SignedTime {
  readonly signedAtMs?: number;
  readonly expiresAtMs?: number;
  readonly notBeforeMs?: number;
  /** Allowed distance from our clock. */
  readonly toleranceSeconds: number;
}
