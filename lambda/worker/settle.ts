import { DependencyError } from '../model/errors.ts';
import { pause } from '../model/time.ts';
import type { Outcome } from './outcome.ts';
import type { Claim, Worker, WorkMessage } from './ports.ts';

/** What the queue is told of a message: it is dealt with, or it must be shown again. */
export type Acknowledgement = 'ack' | 'retry';

/** What stands on record now, and what becomes of the message. */
export interface Settlement {
  readonly acknowledgement: Acknowledgement;
  /** `lease-lost`: another worker took the event over, and its result counts. */
  readonly result: Outcome['kind'] | 'lease-lost';
}

interface Settling {
  readonly message: WorkMessage;
  readonly worker: Worker;
  /** Instant until which writing the outcome is tried. */
  readonly untilMs: number;
}

/** Writes the outcome to the event's record and says what becomes of the message. */
export async function settle(
  claim: Claim,
  outcome: Outcome,
  { message, worker, untilMs }: Settling,
): Promise<Settlement> {
  const { events, visibility, settings } = worker;
  const write = (attempt: () => Promise<boolean>) => persist(attempt, worker, untilMs);
  const failed = async (error: string): Promise<Settlement> =>
    closed(await write(() => events.fail(claim, error)), 'dead-letter');
  switch (outcome.kind) {
    case 'succeeded':
    case 'forwarded':
    case 'skipped':
      return closed(await write(() => events.complete(claim, outcome.kind)), outcome.kind);
    case 'dead-letter':
      return failed(outcome.error);
    case 'retry': {
      const { error, isAttempt, inSeconds } = outcome;
      if (isAttempt && claim.attemptOfRun >= settings.maxAttempts) return failed(error);
      const retryInSeconds =
        inSeconds ?? backoffSeconds(settings.retryAfterSeconds, claim.attemptOfRun);
      const release = { error, retryInSeconds, isAttempt };
      const early = inSeconds === undefined ? {} : ({ isEarly: true } as const);
      const kept = await write(() => events.release(claim, { ...release, ...early }));
      if (!kept) return closed(false, 'retry');
      await visibility.hideFor(message, retryInSeconds);
      return { acknowledgement: 'retry', result: 'retry' };
    }
  }
}

const closed = (isKept: boolean, result: Outcome['kind']): Settlement => ({
  acknowledgement: 'ack',
  result: isKept ? result : 'lease-lost',
});

const firstPauseMs = 100;

/**
 * The result of `write`, tried again while its service fails and there is time: the handler has taken effect, and an outcome that is not on
 * record means that it runs once more.
 */
async function persist(
  write: () => Promise<boolean>,
  { clock, timer }: Worker,
  untilMs: number,
): Promise<boolean> {
  for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof DependencyError) || clock.nowMs() + pauseMs >= untilMs) throw error;
    }
    await pause(pauseMs, timer);
  }
}

/** Longest pause: a message may be hidden for at most 12 hours after its first receive. */
const maxBackoffSeconds = 3600;

const backoffSeconds = (base: number, attempt: number): number =>
  Math.min(base * 2 ** (attempt - 1), maxBackoffSeconds);
