import type { OpenCallback } from '../model/callback.ts';
import type { QueuedEvent } from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import type { Clock } from '../model/time.ts';

export interface Expiry {
  readonly clock: Clock;
  readonly callbacks: DueCallbacks;
  readonly queue: { send(event: QueuedEvent): Promise<void> };
  /**
   * Writes the event that no answer came, in the place of the first one; undefined when an answer has that place, or the source is gone.
   */
  readonly recordExpiry: (
    due: DueCallback,
    callback: OpenCallback,
  ) => Promise<QueuedEvent | undefined>;
}

export interface DueCallback {
  readonly pk: string;
  readonly sk: string;
  readonly sourceId: string;
  readonly digest: string;
}

export interface DueCallbacks {
  /** Callbacks whose time ran out well before this instant, about `limit` at most. */
  due(nowMs: number, limit: number): Promise<readonly DueCallback[]>;
  find(due: DueCallback): Promise<OpenCallback | undefined>;
  /** Takes it from the index: it was answered, or the expiry is on record. */
  close(due: DueCallback): Promise<void>;
}

/** What one run saw and did, for alarms. */
export interface ExpiryReport {
  readonly due: number;
  /** Nobody had answered. */
  readonly expired: number;
  readonly failed: number;
}

/** Callbacks that are looked for at a time. */
const limit = 200;
/** Callbacks that are worked on at a time. */
const width = 10;

/**
 * Closes the callbacks whose time has run out. Where no answer came, an event of type `callback.expired` takes its place: the record of the
 * expiry is written under the key of the first answer, so that exactly one of the two exists. A crash in between leaves an open event, which
 * the sweep enqueues, or a callback that is due again. Ends by `untilMs`.
 */
export async function expireCallbacks(expiry: Expiry, untilMs: number): Promise<ExpiryReport> {
  const seen = new Set<string>();
  const results: Result[] = [];
  for (;;) {
    const found = await expiry.callbacks.due(expiry.clock.nowMs(), limit);
    // The index is a moment behind: it still has what was closed just now.
    const due = found.filter(({ pk }) => !seen.has(pk));
    for (const { pk } of due) seen.add(pk);
    results.push(...(await expireEach(due, expiry, untilMs)));
    // What failed once would fail again: the next run looks after it.
    if (due.length === 0 || results.includes('failed') || expiry.clock.nowMs() >= untilMs) break;
  }
  const count = (result: Result) => results.filter((one) => one === result).length;
  return { due: seen.size, expired: count('expired'), failed: count('failed') };
}

type Result = 'expired' | 'answered' | 'failed';

async function expireEach(
  due: readonly DueCallback[],
  expiry: Expiry,
  untilMs: number,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < due.length && expiry.clock.nowMs() < untilMs; at += width) {
    const some = due.slice(at, at + width).map((one) => expire(one, expiry));
    results.push(...(await Promise.all(some)));
  }
  return results;
}

async function expire(
  due: DueCallback,
  { callbacks, recordExpiry, queue }: Expiry,
): Promise<Result> {
  try {
    const callback = await callbacks.find(due);
    const event = callback && (await recordExpiry(due, callback));
    if (event !== undefined) await queue.send(event);
    await callbacks.close(due);
    return event === undefined ? 'answered' : 'expired';
  } catch (error) {
    if (error instanceof DependencyError) return 'failed';
    throw error;
  }
}
