import { Duration } from 'aws-cdk-lib';
import { type AlarmRow, atOnce, lasting, silent } from './alarm-row.ts';
import { apiMetrics, blockedRequests } from './aws-metrics.ts';
import { callbackAlarms } from './callback-alarms.ts';
import {
  bySource,
  groupsForAlarms,
  highestOf,
  overSources,
  sourceMetric,
  stageMetric,
} from './metrics.ts';
import type { MonitoredReceiver } from './monitored-receiver.ts';
import type { AlarmThresholds } from './monitoring-props.ts';
import { functionAlarms, tableAlarms } from './service-alarms.ts';

/** Alarms that say that the receiver as a whole is down, or loses its grip on events. */
export const alarmsOfDown: readonly string[] = [
  'Api5xxRate',
  'RequestsFailed',
  'IngressErrors',
  'IngressThrottles',
  'QueueAge',
  'DeadLetterQueueNotEmpty',
];

/** THE table of alarms. Each name has a heading in docs/runbook.md, and each heading a row. */
export const alarmTable = (
  receiver: MonitoredReceiver,
  thresholds: AlarmThresholds = {},
): readonly AlarmRow[] =>
  [
    ...eventAlarms(receiver),
    ...queueAlarms(receiver),
    ...sweeperAlarms(receiver),
    ...edgeAlarms(receiver),
    ...requestAlarms(receiver),
    ...sourceAlarms(receiver),
    ...callbackAlarms(receiver, thresholds),
    ...functionAlarms(receiver),
    ...tableAlarms(receiver),
    // A stand-by is silent by nature.
  ].filter(({ missing }) => !receiver.parts.functions.isStandby || missing !== 'breaching');

const eventAlarms = ({ parts: { stageName } }: MonitoredReceiver): readonly AlarmRow[] => [
  {
    name: 'DeadLettered',
    severity: 'high',
    metric: overSources(stageName, 'DeadLettered'),
    threshold: 0,
    ...atOnce,
    meaning:
      'An accepted event was given up: its handler failed for good, so what it should have done has not been done.',
  },
  {
    name: 'Unreadable',
    severity: 'medium',
    metric: overSources(stageName, 'Unreadable'),
    threshold: 0,
    ...atOnce,
    meaning:
      'A message on the queue is none that the receiver wrote, so no event can be found for it.',
  },
  {
    name: 'Stuck',
    severity: 'high',
    metric: stageMetric(stageName, 'Stuck', 'Maximum'),
    threshold: 0,
    // The sweeper sees such an event once an hour: an hour's worth of periods keeps the alarm up in between.
    periods: [1, 13],
    missing: 'notBreaching',
    meaning:
      'Accepted events have been open for an hour and more although the sweeper brought them back again and again.',
  },
];

const queueAlarms = ({ parts: { deliveries } }: MonitoredReceiver): readonly AlarmRow[] => [
  {
    name: 'DeadLetterQueueNotEmpty',
    severity: 'high',
    // A letter that cannot be seen to is hidden for most of the time, so what is in flight counts too.
    metric: highestOf(
      'dead letters',
      deliveries.allDeadLetters.flatMap((queue) => [
        queue.metricApproximateNumberOfMessagesVisible(),
        queue.metricApproximateNumberOfMessagesNotVisible(),
      ]),
    ),
    threshold: 0,
    ...atOnce,
    meaning:
      'The queue gave a message up, and if this stays the dead-letter function cannot see to it either.',
  },
  ...groupsForAlarms([deliveries.queue, ...deliveries.lanes.map(({ queue }) => queue)]).map(
    (queues, at): AlarmRow => ({
      name: 'QueueAge',
      ...(at === 0 ? {} : { of: String(at + 1) }),
      severity: 'high',
      metric: highestOf(
        'age of the oldest message',
        queues.map((queue) => queue.metricApproximateAgeOfOldestMessage()),
      ),
      threshold: 900,
      ...lasting,
      meaning:
        'Accepted events wait for a worker for more than 15 minutes; messages that were received three times or more do not count here, DeadLettered and Stuck see those.',
    }),
  ),
];

const sweeperAlarms = ({ parts: { stageName } }: MonitoredReceiver): readonly AlarmRow[] => [
  {
    name: 'SweeperSilent',
    severity: 'high',
    metric: stageMetric(stageName, 'Overdue', 'SampleCount'),
    ...silent,
    periods: [2, 3],
    meaning:
      'No run of the sweeper has come to its end, so events that were lost from the queue are not brought back.',
  },
  {
    name: 'SweepFailed',
    severity: 'medium',
    metric: stageMetric(stageName, 'SweepFailed', 'Sum'),
    threshold: 0,
    ...lasting,
    meaning: 'The sweeper finds overdue events but cannot put them back on the queue.',
  },
  {
    name: 'SweepBehind',
    severity: 'medium',
    metric: stageMetric(stageName, 'SweepBehind', 'Maximum'),
    threshold: 0,
    ...lasting,
    meaning:
      'More events are overdue than the sweeper can bring back in a run: there is a backlog.',
  },
  {
    name: 'Requeued',
    severity: 'low',
    metric: stageMetric(stageName, 'Requeued', 'Sum'),
    threshold: 20,
    ...lasting,
    meaning:
      'Events keep having to be brought back to the queue: workers die, or the queue refuses what the ingress sends.',
  },
];

function edgeAlarms(receiver: MonitoredReceiver): readonly AlarmRow[] {
  const { clientErrors, serverErrors, latency, share } = apiMetrics(receiver.edge);
  return [
    {
      name: 'Api5xxRate',
      severity: 'high',
      metric: share(serverErrors),
      threshold: 1,
      ...lasting,
      meaning:
        'More than 1 % of all requests are answered with 5xx: senders are asked to come again, and some of them give up after a while.',
    },
    {
      name: 'Api4xxRate',
      severity: 'low',
      metric: share(clientErrors),
      threshold: 20,
      ...lasting,
      meaning:
        'More than 20 % of all requests are refused: somebody probes the endpoint, or a sender has the wrong URL or secret.',
    },
    {
      name: 'ApiLatency',
      severity: 'medium',
      metric: latency('p99'),
      threshold: 3000,
      ...lasting,
      meaning: 'One request in a hundred takes longer than 3 s, when the first senders hang up.',
    },
    {
      name: 'WafBlocked',
      severity: 'low',
      metric: blockedRequests(receiver.webAcl),
      threshold: 100,
      ...lasting,
      meaning:
        'The web ACL blocks more than 100 requests in five minutes: a flood, or a sender whose addresses have changed.',
    },
  ];
}

const requestAlarms = ({ parts: { stageName } }: MonitoredReceiver): readonly AlarmRow[] => [
  {
    name: 'RequestsFailed',
    severity: 'high',
    metric: overSources(stageName, 'Failed'),
    threshold: 0,
    ...lasting,
    meaning:
      'Requests could not be judged or recorded, because a service behind the ingress does not answer; their senders got 503.',
  },
  {
    name: 'RejectSpike',
    severity: 'medium',
    // Each request counts 1 or 0, so the average is the share.
    metric: bySource(stageName, 'Rejected', { aggregate: 'AVG', period: Duration.minutes(15) }),
    threshold: 0.5,
    ...lasting,
    meaning:
      'More than half of the requests of a source are rejected: its secret has changed, or somebody forges requests.',
  },
  {
    name: 'Conflict',
    severity: 'low',
    metric: overSources(stageName, 'Conflict'),
    threshold: 0,
    ...lasting,
    meaning:
      'Known event ids come again with other bodies, and what is new in these takes no effect.',
  },
  {
    name: 'SecretNotSet',
    severity: 'medium',
    metric: overSources(stageName, 'SecretNotSet'),
    threshold: 0,
    ...lasting,
    meaning:
      'A source is sent to whose secret is missing or unusable; all its requests are answered with 503 until it is set.',
  },
];

/** Periods that make up the time in which a source must send: an alarm looks back a day, or a week with periods of an hour. */
function sourceAlarms({ parts: { stageName, receiver } }: MonitoredReceiver): readonly AlarmRow[] {
  return receiver.sources.flatMap(({ id, expectEverySeconds }): readonly AlarmRow[] => {
    if (expectEverySeconds === undefined) return [];
    const period = expectEverySeconds > 86_400 ? Duration.hours(1) : Duration.minutes(5);
    const count = expectEverySeconds / period.toSeconds();
    return [
      {
        name: 'SourceSilent',
        of: id,
        severity: 'medium',
        metric: sourceMetric(stageName, 'Accepted', { source: id, period }),
        ...silent,
        periods: [count, count],
        meaning: `No request of source ${id} was accepted for as long as its configuration allows (expectEvery).`,
      },
    ];
  });
}
