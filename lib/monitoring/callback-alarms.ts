import { type AlarmRow, atOnce } from './alarm-row.ts';
import { stageMetric } from './metrics.ts';
import type { MonitoredReceiver } from './monitored-receiver.ts';
import type { AlarmThresholds } from './monitoring-props.ts';

/** Alarms on callbacks; none where no source has any. */
export const callbackAlarms = (
  { parts: { stageName }, callbacks }: MonitoredReceiver,
  { callbacksExpired = 0 }: AlarmThresholds,
): readonly AlarmRow[] =>
  callbacks === undefined
    ? []
    : [
        {
          name: 'CallbackExpired',
          severity: 'low',
          metric: stageMetric(stageName, 'CallbacksExpired', 'Sum'),
          threshold: callbacksExpired,
          ...atOnce,
          meaning:
            'The time of a callback ran out before anybody answered: whoever waited was told so, and does not know what became of the call.',
        },
      ];
