import type { SweepReport } from '../sweeper/sweep.ts';
import { logLine } from './log.ts';

/** The one log line of a run: what was overdue, and what was done about it. */
export function logSweep(report: SweepReport, stage: string, nowMs: number): void {
  const { overdue, requeued, failed, stuck, oldestMs, isBehind } = report;
  logLine(
    {
      dimensions: { stage },
      metrics: {
        Overdue: overdue,
        Requeued: requeued,
        SweepFailed: failed,
        Stuck: stuck,
        OldestOverdueMs: oldestMs,
        SweepBehind: isBehind ? 1 : 0,
      },
      fields: { level: overdue > 0 ? 'warn' : 'info', message: 'sweep' },
    },
    nowMs,
  );
}
