import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';

/** Namespace of the metrics that the functions write in their log lines. */
export const metricNamespace = 'Sallyport';

type Aggregate = 'SUM' | 'AVG';

const fiveMinutes = Duration.minutes(5);

/** A metric of the whole stage: what the sweeper writes. */
export const stageMetric = (stage: string, metricName: string, statistic: string): Metric =>
  new Metric({
    namespace: metricNamespace,
    metricName,
    statistic,
    period: fiveMinutes,
    dimensionsMap: { stage },
  });

/** A metric of one source: what ingress, worker and dead-letter function write. */
export const sourceMetric = (
  stage: string,
  metricName: string,
  { source, period }: { readonly source: string; readonly period: Duration },
): Metric =>
  new Metric({
    namespace: metricNamespace,
    metricName,
    statistic: 'Sum',
    period,
    dimensionsMap: { stage, source },
  });

const querySchema = `FROM SCHEMA("${metricNamespace}", "source", "stage")`;

/**
 * One value over all sources, for alarms, however many sources there are: metric math takes ten metrics, a query takes 10,000. It sees the last
 * three hours only. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-limits.html (2026-11-24)
 */
export const overSources = (stage: string, metricName: string): IMetric =>
  new MathExpression({
    label: metricName,
    expression: `SELECT SUM("${metricName}") ${querySchema} WHERE "stage" = '${stage}'`,
    period: fiveMinutes,
  });

/**
 * One value a source, for alarms: each source is a contributor with a state of its own.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html (2026-11-24)
 */
export const bySource = (
  stage: string,
  metricName: string,
  { aggregate, period }: { readonly aggregate: Aggregate; readonly period: Duration },
): IMetric =>
  new MathExpression({
    label: metricName,
    expression: `SELECT ${aggregate}("${metricName}") ${querySchema} WHERE "stage" = '${stage}' GROUP BY "source" ORDER BY ${aggregate}() DESC`,
    period,
  });

/** The lines of a graph, one for each source that sent something in the last two weeks; no alarm can be made of it. */
export const linesOfSources = (stage: string, metricName: string, statistic = 'Sum'): IMetric =>
  new MathExpression({
    // The label of a search's lines is the part that differs: the source.
    label: '',
    expression: searchOf(stage, metricName, statistic),
    period: fiveMinutes,
  });

/** One line of a graph over all sources. */
export const totalOfSources = (stage: string, metricName: string, label: string): IMetric =>
  new MathExpression({
    label,
    expression: `SUM(${searchOf(stage, metricName, 'Sum')})`,
    period: fiveMinutes,
  });

const searchOf = (stage: string, metricName: string, statistic: string): string =>
  `SEARCH('{${metricNamespace},source,stage} MetricName="${metricName}" stage="${stage}"', '${statistic}', ${fiveMinutes.toSeconds()})`;

/** Highest of several metrics at each time; those that have no value there do not count. */
export const highestOf = (label: string, metrics: readonly Metric[]): IMetric => {
  const [only] = metrics;
  if (metrics.length === 1 && only !== undefined) return only;
  const named = Object.fromEntries(metrics.map((metric, at) => [`m${at}`, metric]));
  return new MathExpression({
    label,
    expression: `MAX([${Object.keys(named).join(', ')}])`,
    usingMetrics: named,
    period: fiveMinutes,
  });
};

/** Most metrics of an alarm's expression: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-data-queries.html (2026-11-24) */
const mostMetricsOfAlarm = 10;

/** Groups that are small enough for one alarm each, where each member has one metric. */
export const groupsForAlarms = <Member>(all: readonly Member[]): readonly (readonly Member[])[] =>
  Array.from({ length: Math.ceil(all.length / mostMetricsOfAlarm) }, (_, at) =>
    all.slice(at * mostMetricsOfAlarm, (at + 1) * mostMetricsOfAlarm),
  );
