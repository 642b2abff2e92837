import type { Clock } from '../model/time.ts';
import type { Attempt } from '../worker/consume.ts';
import { logLine } from './log.ts';

/** The one log line of an attempt: outcome and time; never a body. */
export function logAttempt(
  attempt: Attempt,
  log: { readonly stage: string; readonly startedAtMs: number },
  clock: Clock,
): void {
  const { result, acknowledgement, messageId, key, recordId, error } = attempt;
  const endedAtMs = clock.nowMs();
  logLine(
    {
      dimensions: { stage: log.stage, source: key?.sourceId ?? 'unknown' },
      metrics: {
        Succeeded: result === 'succeeded' ? 1 : 0,
        Retried: acknowledgement === 'retry' ? 1 : 0,
        Unreadable: result === 'unreadable' ? 1 : 0,
        DeadLettered: result === 'dead-letter' ? 1 : 0,
        AttemptMs: endedAtMs - log.startedAtMs,
      },
      fields: {
        level: acknowledgement === 'retry' || result === 'dead-letter' ? 'warn' : 'info',
        message: 'attempt',
        result,
        messageId,
        ...(key?.destination === undefined ? {} : { destination: key.destination }),
        ...(recordId === undefined ? {} : { recordId }),
        ...(attempt.attempt === undefined ? {} : { attempt: attempt.attempt }),
        ...(error === undefined ? {} : { error }),
      },
    },
    endedAtMs,
  );
}
