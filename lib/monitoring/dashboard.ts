import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  type CompositeAlarm,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { apiMetrics, blockedRequests, functionsOf, systemErrors } from './aws-metrics.ts';
import { linesOfSources, stageMetric, totalOfSources } from './metrics.ts';
import type { MonitoredReceiver } from './monitored-receiver.ts';
import type { WatchedAlarm } from './monitoring.ts';

interface DashboardProps {
  readonly receiver: MonitoredReceiver;
  readonly alarms: readonly WatchedAlarm[];
  readonly down: CompositeAlarm;
  readonly runbookUrl: string;
}

interface Graph {
  readonly title: string;
  readonly lines: readonly IMetric[];
  /** Names of alarms whose thresholds are drawn into the graph. */
  readonly alarms?: readonly string[];
}

/** What an alarm widget takes: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html (2026-11-24) */
const mostAlarmsOfWidget = 100;

/** The dashboard, in the order in which a request meets the parts: alarms, edge, sources, queue, worker, sweeper, functions, table. */
export function receiverDashboard(scope: Construct, props: DashboardProps): Dashboard {
  const { receiver, alarms } = props;
  const { stageName } = receiver.parts;
  const graph = ({ title, lines, alarms: names = [] }: Graph): IWidget =>
    new GraphWidget({
      title,
      left: [...lines],
      leftYAxis: { min: 0 },
      leftAnnotations: names.map((name) => thresholdOf(name, alarms)),
      width: 8,
      height: 6,
    });
  const row = (...graphs: readonly Graph[]): IWidget[] => graphs.map(graph);
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: `sallyport-${stageName}`,
    defaultInterval: Duration.hours(12),
    widgets: [
      [headingOf(props)],
      statusOf(props),
      row(...edgeGraphs(receiver)),
      row(...sourceGraphs(stageName)),
      row(...refusalGraphs(receiver)),
      row(...queueGraphs(receiver)),
      row(...workerGraphs(stageName)),
      row(...sweeperGraphs(receiver)),
      ...callbackGraphs(receiver).map((graphs) => row(...graphs)),
      row(...functionGraphs(receiver)),
    ],
  });
}

/** The alarm's threshold, as the table has it. */
function thresholdOf(name: string, alarms: readonly WatchedAlarm[]) {
  const found = alarms.find(({ row }) => row.name === name);
  if (found === undefined) throw new Error(`the alarm "${name}" is not in the table`);
  return { value: found.row.threshold, label: name };
}

const headingOf = ({ receiver, runbookUrl }: DashboardProps): IWidget =>
  new TextWidget({
    markdown: [
      `# Sallyport ${receiver.parts.stageName}`,
      `Top to bottom is the way of a request: edge, sources, refusals, queue, worker, sweeper, functions. An alarm that is red has a heading of its name in the runbook: ${runbookUrl}`,
    ].join('\n\n'),
    width: 24,
    height: 3,
  });

function statusOf({ alarms, down }: DashboardProps): IWidget[] {
  const all = [down, ...alarms.map(({ alarm }) => alarm)];
  const count = Math.ceil(all.length / mostAlarmsOfWidget);
  return Array.from(
    { length: count },
    (_, at) =>
      new AlarmStatusWidget({
        title: 'Alarms',
        alarms: all.slice(at * mostAlarmsOfWidget, (at + 1) * mostAlarmsOfWidget),
        width: 24,
        height: 5,
      }),
  );
}

function edgeGraphs({ edge, parts: { stageName } }: MonitoredReceiver): readonly Graph[] {
  const { requests, clientErrors, serverErrors, latency } = apiMetrics(edge);
  return [
    { title: 'Requests and errors', lines: [requests, clientErrors, serverErrors] },
    {
      title: 'Latency at the edge, ms',
      lines: ['p50', 'p95', 'p99'].map(latency),
      alarms: ['ApiLatency'],
    },
    {
      title: 'Ingress by source, p99 ms',
      lines: [linesOfSources(stageName, 'IngressMs', 'p99')],
    },
  ];
}

const sourceGraphs = (stageName: string): readonly Graph[] => [
  { title: 'Accepted by source', lines: [linesOfSources(stageName, 'Accepted')] },
  { title: 'Rejected by source', lines: [linesOfSources(stageName, 'Rejected')] },
  {
    title: 'Duplicates and conflicts',
    lines: [
      totalOfSources(stageName, 'Duplicate', 'duplicates'),
      totalOfSources(stageName, 'Conflict', 'conflicts'),
    ],
  },
];

const refusalGraphs = ({ webAcl, parts: { stageName } }: MonitoredReceiver): readonly Graph[] => [
  {
    title: 'Blocked by the web ACL',
    lines: [blockedRequests(webAcl), blockedRequests(webAcl, 'RatePerAddress')],
    alarms: ['WafBlocked'],
  },
  {
    title: 'Rejected by the ingress',
    lines: [
      totalOfSources(stageName, 'Rejected', 'rejected: address, token, signature, freshness'),
    ],
  },
  {
    title: 'Requests that could not be judged',
    lines: [
      totalOfSources(stageName, 'Failed', 'failed (503)'),
      totalOfSources(stageName, 'SecretNotSet', 'secret not set (503)'),
    ],
  },
];

function queueGraphs({ parts: { deliveries } }: MonitoredReceiver): readonly Graph[] {
  const queues = [deliveries.queue, ...deliveries.lanes.map(({ queue }) => queue)];
  return [
    {
      title: 'Messages waiting and in flight',
      lines: queues.flatMap((queue) => [
        queue.metricApproximateNumberOfMessagesVisible(),
        queue.metricApproximateNumberOfMessagesNotVisible(),
      ]),
    },
    {
      title: 'Age of the oldest message, s',
      lines: queues.map((queue) => queue.metricApproximateAgeOfOldestMessage()),
      alarms: ['QueueAge'],
    },
    {
      title: 'Dead-letter queues',
      lines: deliveries.allDeadLetters.flatMap((queue) => [
        queue.metricApproximateNumberOfMessagesVisible(),
        queue.metricApproximateNumberOfMessagesNotVisible(),
      ]),
    },
  ];
}

const workerGraphs = (stageName: string): readonly Graph[] => [
  {
    title: 'Attempts',
    lines: [
      totalOfSources(stageName, 'Succeeded', 'succeeded'),
      totalOfSources(stageName, 'Retried', 'tried again later'),
      totalOfSources(stageName, 'DeadLettered', 'failed for good'),
      totalOfSources(stageName, 'Unreadable', 'unreadable'),
    ],
  },
  { title: 'Failed for good, by source', lines: [linesOfSources(stageName, 'DeadLettered')] },
  { title: 'Handlers by source, p99 ms', lines: [linesOfSources(stageName, 'AttemptMs', 'p99')] },
];

function sweeperGraphs({ parts: { stageName, auditTable } }: MonitoredReceiver): readonly Graph[] {
  const counted = (name: string) => stageMetric(stageName, name, 'Sum');
  return [
    {
      title: 'Overdue events',
      lines: [
        stageMetric(stageName, 'Overdue', 'Maximum'),
        counted('Requeued'),
        counted('SweepFailed'),
        stageMetric(stageName, 'Stuck', 'Maximum'),
        stageMetric(stageName, 'SweepBehind', 'Maximum'),
      ],
      alarms: ['Requeued'],
    },
    {
      title: 'Longest overdue, ms',
      lines: [stageMetric(stageName, 'OldestOverdueMs', 'Maximum')],
    },
    {
      title: 'Audit table: throttled calls, system errors',
      lines: [
        ...['PutItem', 'UpdateItem'].map((operation) =>
          auditTable.table.metricThrottledRequestsForOperation(operation),
        ),
        systemErrors(auditTable.table),
      ],
    },
  ];
}

/** A row of graphs where a source has callbacks, else none. */
const callbackGraphs = ({
  callbacks,
  parts: { stageName },
}: MonitoredReceiver): readonly (readonly Graph[])[] =>
  callbacks === undefined
    ? []
    : [
        [
          {
            title: 'Callbacks that were minted',
            lines: [callbacks.function.metricInvocations({ label: 'calls of the function' })],
          },
          {
            title: 'Callbacks that nobody answered',
            lines: [stageMetric(stageName, 'CallbacksExpired', 'Sum')],
            alarms: ['CallbackExpired'],
          },
        ],
      ];

function functionGraphs(receiver: MonitoredReceiver): readonly Graph[] {
  const functions = functionsOf(receiver);
  return [
    {
      title: 'Duration of the functions, p99 ms',
      lines: functions.map(({ name, function: fn }) =>
        fn.metricDuration({ statistic: 'p99', label: name }),
      ),
    },
    {
      title: 'Errors and throttles of the functions',
      lines: functions.flatMap(({ name, function: fn }) => [
        fn.metricErrors({ label: `${name} errors` }),
        fn.metricThrottles({ label: `${name} throttles` }),
      ]),
    },
    {
      title: 'Functions that run at a time',
      lines: functions.map(({ name, function: fn }) =>
        fn.metric('ConcurrentExecutions', { statistic: 'Maximum', label: name }),
      ),
    },
  ];
}
