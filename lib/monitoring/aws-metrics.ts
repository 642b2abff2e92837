import { Duration, Stack } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ReceiverApi } from '../ingress/api.ts';
import type { ReceiverWebAcl } from '../ingress/web-acl.ts';
import type { MonitoredReceiver } from './monitored-receiver.ts';

interface MonitoredFunction {
  /** Its alarms' names begin with it. */
  readonly name: string;
  readonly function: LambdaFunction;
  readonly severity: 'high' | 'medium';
  /** What does not happen when it does not run. */
  readonly whenDown: string;
}

export const functionsOf = (receiver: MonitoredReceiver): readonly MonitoredFunction[] => [
  {
    name: 'Ingress',
    function: receiver.ingress.function,
    severity: 'high',
    whenDown: 'senders get 5xx and nothing is recorded',
  },
  {
    name: 'Worker',
    function: receiver.worker.function,
    severity: 'medium',
    whenDown: 'accepted events wait, and are tried again later',
  },
  {
    name: 'Sweeper',
    function: receiver.sweeper.function,
    severity: 'medium',
    whenDown: 'events that were lost from the queue are not brought back',
  },
  {
    name: 'DeadLetters',
    function: receiver.deadLetters.function,
    severity: 'medium',
    whenDown: 'messages that the queue gave up stay in the dead-letter queue',
  },
  ...mintOf(receiver),
];

const mintOf = ({ callbacks }: MonitoredReceiver): readonly MonitoredFunction[] =>
  callbacks === undefined
    ? []
    : [
        {
          name: 'Callbacks',
          function: callbacks.function,
          severity: 'medium',
          whenDown: 'callers get no address for an answer, so they cannot make their calls',
        },
      ];

/** Metrics of the API's stage: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html (2026-11-24) */
export function apiMetrics({ api: { deploymentStage } }: ReceiverApi) {
  const requests = deploymentStage.metricCount({ statistic: 'SampleCount', label: 'requests' });
  return {
    requests,
    clientErrors: deploymentStage.metricClientError({ label: '4xx' }),
    serverErrors: deploymentStage.metricServerError({ label: '5xx' }),
    latency: (statistic: string) =>
      deploymentStage.metricLatency({ statistic, label: `latency ${statistic}` }),
    /** Per cent of the requests of five minutes; of 20 and fewer it says nothing. */
    share: (errors: Metric) =>
      new MathExpression({
        expression: 'IF(requests > 20, 100 * errors / requests, 0)',
        usingMetrics: { errors, requests },
      }),
  };
}

/**
 * Requests that any rule of the web ACL blocked, or one of its rules.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html (2026-11-24)
 */
export function blockedRequests({ acl }: ReceiverWebAcl, rule = 'ALL'): Metric {
  const { visibilityConfig } = acl;
  if (!('metricName' in visibilityConfig)) throw new Error('the web ACL has no metric name');
  return new Metric({
    namespace: 'AWS/WAFV2',
    metricName: 'BlockedRequests',
    statistic: 'Sum',
    period: Duration.minutes(5),
    label: rule === 'ALL' ? 'blocked' : rule,
    dimensionsMap: {
      WebACL: visibilityConfig.metricName,
      Region: Stack.of(acl).region,
      Rule: rule,
    },
  });
}

/** How much of its timeout the slowest one in a hundred runs took, in per cent. */
export function slowestShare(fn: LambdaFunction): IMetric {
  const { timeout } = fn;
  if (timeout === undefined) throw new Error(`${fn.node.path} has no timeout`);
  return new MathExpression({
    label: 'p99, % of the timeout',
    expression: `100 * duration / ${timeout.toMilliseconds()}`,
    usingMetrics: { duration: fn.metricDuration({ statistic: 'p99' }) },
  });
}

/**
 * Errors of DynamoDB's own over all operations. The metric has no value while there are none, and a sum of metrics would have none either.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html (2026-11-24)
 */
export const systemErrors = ({ tableName }: Pick<TableV2, 'tableName'>): IMetric =>
  new MathExpression({
    label: 'system errors',
    expression: `SELECT SUM("SystemErrors") FROM SCHEMA("AWS/DynamoDB", "Operation", "TableName") WHERE "TableName" = '${tableName}'`,
    period: Duration.minutes(5),
  });
