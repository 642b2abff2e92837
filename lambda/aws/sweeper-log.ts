import type { ExpiryReport } from '../sweeper/expire-callbacks.ts';
import type { SweepReport } from '../sweeper/sweep.ts';
import { logLine } from './log.ts';

/** The one log line of a run: what was overdue, what was done about it, and which callbacks nobody answered. */
export function logSweep(
  report: SweepReport,
  expiries: ExpiryReport,
  { stage, nowMs }: { readonly stage: string; readonly nowMs: number },
): void {
  const { overdue, requeued, failed, stuck, oldestMs, isBehind } = report;
  logLine(
    {
      dimensions: { stage },
      metrics: {
        Overdue: overdue,
        Requeued: requeued,
        SweepFailed: failed + expiries.failed,
        Stuck: stuck,
        OldestOverdueMs: oldestMs,
        SweepBehind: isBehind ? 1 : 0,
        CallbacksExpired: expiries.expired,
      },
      fields: { level: overdue > 0 ? 'warn' : 'info', message: 'sweep' },
    },
    nowMs,
  );
}
