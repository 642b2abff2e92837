import { at, isObject, type Json, listOf, resourcesOf, type Template, textOf } from './template.ts';
import type { Problem } from './template-check.ts';

interface Period {
  readonly logicalId: string;
  readonly property: string;
  readonly seconds: Json;
}

/** Periods of all alarms: the alarm's own, and those of the metrics it computes with. */
const periodsOf = (template: Template): readonly Period[] =>
  resourcesOf(template, 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::AnomalyDetector').flatMap(
    ({ id, properties }) => {
      const metrics = listOf(properties['Metrics']).flatMap((metric, index) => [
        [`Metrics.${index}.Period`, at(metric, 'Period')] as const,
        [`Metrics.${index}.MetricStat.Period`, at(metric, 'MetricStat', 'Period')] as const,
      ]);
      return [['Period', properties['Period']] as const, ...metrics].flatMap(([path, seconds]) =>
        seconds === undefined ? [] : [{ logicalId: id, property: `Properties.${path}`, seconds }],
      );
    },
  );

const isPeriod = (seconds: number): boolean =>
  [10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);

/**
 * Alarms over a time that CloudWatch does not evaluate.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (2026-11-24)
 */
export const oddPeriods = (template: Template): readonly Problem[] =>
  periodsOf(template)
    .filter(({ seconds }) => typeof seconds === 'number' && !isPeriod(seconds))
    .map(({ logicalId, property, seconds }) => ({
      logicalId,
      property,
      what: 'CloudWatch evaluates no such period',
      found: seconds,
      expected: '10, 20, 30 or a multiple of 60 seconds',
      remedy: 'Choose one; metrics of AWS services have one point a minute',
    }));

/** What is wrong with a dashboard's text, if anything. */
function dashboardFault(text: string): string | undefined {
  let body: Json;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return `the body is no JSON (${error instanceof Error ? error.message : error})`;
  }
  if (!Array.isArray(at(body, 'widgets'))) return 'the body has no list of widgets';
  const odd = listOf(at(body, 'widgets')).findIndex(
    (widget) => typeof at(widget, 'type') !== 'string' || !isObject(at(widget, 'properties')),
  );
  return odd === -1 ? undefined : `widget ${odd} has no type or no properties`;
}

/**
 * Dashboards that are no JSON, or no dashboards. What only the deployment knows counts as a digit, which may stand inside a text and beside one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html (2026-11-24)
 */
export const brokenDashboards = (template: Template): readonly Problem[] =>
  resourcesOf(template, 'AWS::CloudWatch::Dashboard').flatMap(({ id, properties }) => {
    const text = textOf(properties['DashboardBody'], '0');
    const fault = text === undefined ? undefined : dashboardFault(text);
    if (fault === undefined) return [];
    return [
      {
        logicalId: id,
        property: 'Properties.DashboardBody',
        what: fault,
        found: text,
        expected: '{"widgets":[{"type":…,"properties":{…}}]} as text',
        remedy: 'Build the dashboard with the Dashboard construct, or correct the text',
      },
    ];
  });
