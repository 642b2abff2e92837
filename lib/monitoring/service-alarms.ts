import { type AlarmRow, atOnce, lasting } from './alarm-row.ts';
import { functionsOf, slowestShare, systemErrors } from './aws-metrics.ts';
import type { MonitoredReceiver } from './monitored-receiver.ts';

/** Alarms on each function, as Lambda counts. */
export const functionAlarms = (receiver: MonitoredReceiver): readonly AlarmRow[] =>
  functionsOf(receiver).flatMap(({ name, function: fn, severity, whenDown }): AlarmRow[] => [
    {
      name: `${name}Errors`,
      severity,
      metric: fn.metricErrors(),
      threshold: 0,
      ...lasting,
      meaning: `Runs of the function end with an error, a timeout or a crash: ${whenDown}.`,
    },
    {
      name: `${name}Throttles`,
      severity,
      metric: fn.metricThrottles(),
      threshold: 0,
      ...atOnce,
      meaning: `Lambda refuses to start the function, as its own or the account's concurrency is used up: ${whenDown}.`,
    },
    {
      name: `${name}Duration`,
      severity: 'low',
      metric: slowestShare(fn),
      threshold: 80,
      ...lasting,
      meaning:
        "One run in a hundred takes more than 80 % of the function's timeout; what exceeds it is cut off.",
    },
  ]);

/** Alarms on the audit table, as DynamoDB counts. */
export const tableAlarms = ({ parts: { auditTable } }: MonitoredReceiver): readonly AlarmRow[] => [
  ...['PutItem', 'UpdateItem'].map(
    (operation): AlarmRow => ({
      name: `Table${operation}Throttled`,
      severity: 'medium',
      metric: auditTable.table.metricThrottledRequestsForOperation(operation),
      threshold: 0,
      ...atOnce,
      meaning: `DynamoDB refuses ${operation} calls on the audit table for their rate; requests or attempts have to come again.`,
    }),
  ),
  {
    name: 'TableSystemErrors',
    severity: 'medium',
    metric: systemErrors(auditTable.table),
    threshold: 0,
    ...lasting,
    meaning: 'DynamoDB answers calls on the audit table with errors of its own.',
  },
];
