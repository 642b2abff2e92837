import type { EventKey } from '../model/delivery.ts';
import type { Strength } from '../model/source.ts';
import { type Clock, minutesToMs, secondsToMs } from '../model/time.ts';

export interface Sweeper {
  readonly clock: Clock;
  readonly open: OpenEvents;
  readonly queue: { send(key: EventKey, strength: Strength): Promise<void> };
  /** First pause before an event is looked after again; doubled each time. */
  readonly reenqueueAfterSeconds: number;
}

/** An event that is neither done nor failed although it should be. */
export interface OverdueEvent {
  readonly key: EventKey;
  readonly strength: Strength;
  readonly dueAtMs: number;
  /** How often it was swept before. */
  readonly sweeps: number;
}

export interface OpenEvents {
  /** Events due before this instant, the longest overdue first, at most `limit`. */
  overdue(nowMs: number, limit: number): Promise<readonly OverdueEvent[]>;
  /** Moves the due date; false when somebody else dealt with the event meanwhile. */
  postpone(event: OverdueEvent, dueAtMs: number): Promise<boolean>;
}

/** Most events of one run: a long backlog is worked off over several runs and never multiplied. */
export const sweepLimit = 500;

const longestPauseMs = minutesToMs(60);

/**
 * Enqueues overdue events once more: those recorded but never enqueued, lost from the queue, or left by a worker that died.
 * The due date moves out first, so a crash in between delays an event and never doubles the work.
 */
export async function sweep(sweeper: Sweeper): Promise<{ readonly requeued: number }> {
  const nowMs = sweeper.clock.nowMs();
  const overdue = await sweeper.open.overdue(nowMs, sweepLimit);
  let requeued = 0;
  for (const event of overdue) {
    const pauseMs = secondsToMs(sweeper.reenqueueAfterSeconds) * 2 ** event.sweeps;
    const postponed = await sweeper.open.postpone(event, nowMs + Math.min(pauseMs, longestPauseMs));
    if (!postponed) continue;
    await sweeper.queue.send(event.key, event.strength);
    requeued += 1;
  }
  return { requeued };
}
