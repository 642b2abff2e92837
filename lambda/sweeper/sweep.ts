import type { QueuedEvent } from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import { type Clock, minutesToMs, secondsToMs } from '../model/time.ts';

export interface Sweeper {
  readonly clock: Clock;
  readonly open: OpenEvents;
  readonly queue: { send(event: QueuedEvent): Promise<void> };
  /** First pause before an event is looked after again; doubled each time. */
  readonly reenqueueAfterSeconds: number;
}

/** An event that is neither done nor failed although it should be. */
export interface OverdueEvent extends QueuedEvent {
  readonly dueAtMs: number;
  /** How often it was swept before. */
  readonly sweeps: number;
}

export interface OpenEvents {
  /** Events due before this instant, the longest overdue first, about `limit` at most; `isAll` is false when there may be more. */
  overdue(
    nowMs: number,
    limit: number,
  ): Promise<{ readonly events: readonly OverdueEvent[]; readonly isAll: boolean }>;
  /** Moves the due date; false when somebody else dealt with the event meanwhile. */
  postpone(event: OverdueEvent, dueAtMs: number): Promise<boolean>;
}

/** What one run saw and did, for alarms. */
export interface SweepReport {
  readonly overdue: number;
  readonly requeued: number;
  /** Could not be enqueued: their due date has moved out, so a later run tries again. */
  readonly failed: number;
  /** Swept so often that it has been open for an hour and more. */
  readonly stuck: number;
  /** Age of the longest overdue due date. */
  readonly oldestMs: number;
  /** Whether more than one run's worth was overdue, or time ran out. */
  readonly isBehind: boolean;
}

/** Most events of one run: a long backlog is worked off over several runs and never multiplied. */
export const sweepLimit = 500;
/** Events that are worked on at a time. */
const width = 10;
const longestPauseMs = minutesToMs(60);
const stuckAfterSweeps = 6;

/**
 * Enqueues overdue events once more: those recorded but never enqueued, lost from the queue, or left by a worker that died.
 * The due date moves out first, so a crash in between delays an event and never doubles the work. Ends by `untilMs`.
 */
export async function sweep(sweeper: Sweeper, untilMs: number): Promise<SweepReport> {
  const nowMs = sweeper.clock.nowMs();
  const { events: overdue, isAll } = await sweeper.open.overdue(nowMs, sweepLimit);
  let [done, requeued, failed] = [0, 0, 0];
  while (done < overdue.length && sweeper.clock.nowMs() < untilMs) {
    const some = overdue.slice(done, done + width);
    const results = await Promise.all(some.map((event) => requeue(event, sweeper, nowMs)));
    done += some.length;
    requeued += results.filter((result) => result === 'requeued').length;
    const failures = results.filter((result) => result === 'failed').length;
    failed += failures;
    // A dependency is down: what is left is still overdue in the next run.
    if (failures === some.length) break;
  }
  return {
    overdue: overdue.length,
    requeued,
    failed,
    stuck: overdue.filter(({ sweeps }) => sweeps >= stuckAfterSweeps).length,
    oldestMs: overdue.reduce((oldest, { dueAtMs }) => Math.max(oldest, nowMs - dueAtMs), 0),
    isBehind: done < overdue.length || !isAll,
  };
}

async function requeue(
  { dueAtMs, sweeps, ...event }: OverdueEvent,
  { open, queue, reenqueueAfterSeconds }: Sweeper,
  nowMs: number,
): Promise<'requeued' | 'elsewhere' | 'failed'> {
  const pauseMs = Math.min(secondsToMs(reenqueueAfterSeconds) * 2 ** sweeps, longestPauseMs);
  try {
    const isOurs = await open.postpone({ ...event, dueAtMs, sweeps }, nowMs + pauseMs);
    if (!isOurs) return 'elsewhere';
    await queue.send(event);
    return 'requeued';
  } catch (error) {
    if (error instanceof DependencyError) return 'failed';
    throw error;
  }
}
