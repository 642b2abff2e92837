import type { Burial } from '../dead-letters/give-up.ts';
import { logLine } from './log.ts';

/** The one log line of a dead letter: what became of its event. */
export function logBurial(burial: Burial, stage: string, nowMs: number): void {
  const { result, messageId, key, recordId, error } = burial;
  logLine(
    {
      dimensions: { stage, source: key?.sourceId ?? 'unknown' },
      metrics: {
        DeadLettered: result === 'failed' ? 1 : 0,
        Unreadable: result === 'unreadable' ? 1 : 0,
      },
      fields: {
        level: result === 'settled' ? 'info' : 'warn',
        message: 'dead letter',
        result,
        messageId,
        ...(key?.destination === undefined ? {} : { destination: key.destination }),
        ...(recordId === undefined ? {} : { recordId }),
        ...(error === undefined ? {} : { error }),
      },
    },
    nowMs,
  );
}
