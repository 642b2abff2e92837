import { type Clock, secondsToMs } from '../model/time.ts';

/** Look-ups of what turned out not to exist, a second and source. */
const mostPerSecond = 5;

export interface LookUpBudget {
  /** Takes one look-up from what the source has left in this second; false when that is nothing. */
  take(sourceId: string): boolean;
  /** Gives one back: what was looked up exists. */
  giveBack(sourceId: string): void;
}

/** What an instance may spend on looking for tenants that nobody created: whoever makes names up must not drive calls to Secrets Manager. */
export function lookUpBudget(clock: Clock): LookUpBudget {
  let second = -1;
  const spent = new Map<string, number>();
  const spentNow = (sourceId: string): number => {
    const now = Math.floor(clock.nowMs() / secondsToMs(1));
    if (now !== second) spent.clear();
    second = now;
    return spent.get(sourceId) ?? 0;
  };
  return {
    take(sourceId) {
      const already = spentNow(sourceId);
      if (already >= mostPerSecond) return false;
      spent.set(sourceId, already + 1);
      return true;
    },
    giveBack(sourceId) {
      spent.set(sourceId, Math.max(0, spentNow(sourceId) - 1));
    },
  };
}
