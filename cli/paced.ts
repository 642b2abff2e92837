import { setTimeout as sleep } from 'node:timers/promises';

export interface Pace {
  /** Most items begun a second. */
  readonly ratePerSecond: number;
  /** Most items under way at a time. */
  readonly width: number;
  /** Ends the run before the next item; what is under way is finished. */
  readonly signal: AbortSignal;
}

/** How far the pace may be behind and make up for it: timers come late by a little, and a stall must not end in a burst. */
const toleratedLagMs = 100;

/**
 * Works on each item, no faster than the pace. `onDone` is called with items in their order, each when it and all before it are done, so
 * that a run can be taken up behind the last of them. The first failure ends the run when what is under way is finished; `onDone` is told
 * of nothing behind it.
 */
export async function paced<Item, Result>(
  items: AsyncIterable<Item>,
  pace: Pace,
  {
    work,
    onDone,
  }: {
    readonly work: (item: Item) => Promise<Result>;
    readonly onDone: (item: Item, result: Result) => Promise<void> | void;
  },
): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([pace.signal, failed.signal]);
  const underWay: { readonly result: Promise<Result>; readonly told: Promise<void> }[] = [];
  const tell = async (before: Promise<void>, item: Item, result: Promise<Result>) => {
    await before;
    await onDone(item, await result);
    underWay.shift();
  };
  let allTold = Promise.resolve();
  let dueMs = performance.now();
  try {
    for await (const item of items) {
      if (underWay.length >= pace.width) await underWay[0]?.told;
      const waitMs = dueMs - performance.now();
      if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) break;
      dueMs = Math.max(dueMs, performance.now() - toleratedLagMs) + 1000 / pace.ratePerSecond;
      const result = work(item);
      allTold = tell(allTold, item, result);
      // Looked at below, perhaps later than they fail.
      result.catch(() => {});
      allTold.catch(() => failed.abort());
      underWay.push({ result, told: allTold });
    }
  } finally {
    await Promise.allSettled(underWay.map(({ result }) => result));
    await allTold;
  }
}
