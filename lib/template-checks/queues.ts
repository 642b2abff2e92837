import {
  at,
  type Json,
  type JsonObject,
  numberOf,
  type Resource,
  resourcesOf,
  type Template,
  targetOf,
  targetsIn,
} from './template.ts';
import type { Problem } from './template-check.ts';

const mappingsOf = (template: Template): readonly Resource[] =>
  resourcesOf(template, 'AWS::Lambda::EventSourceMapping');

const propertiesOf = (template: Template, id: string | undefined, type: string) =>
  resourcesOf(template, type).find((resource) => resource.id === id)?.properties;

/** The function that a value names by itself, by one of its aliases or by one of its versions. */
function functionBehind(template: Template, name: Json | undefined): JsonObject | undefined {
  const pointers = resourcesOf(template, 'AWS::Lambda::Alias', 'AWS::Lambda::Version');
  const targets = targetsIn(name).flatMap((target) => {
    const pointer = pointers.find(({ id }) => id === target);
    return pointer === undefined ? [target] : targetsIn(pointer.properties['FunctionName']);
  });
  const functions = resourcesOf(template, 'AWS::Lambda::Function');
  return functions.find(({ id }) => targets.includes(id))?.properties;
}

interface Consumption {
  readonly mapping: string;
  readonly queue: string;
  readonly visibility: number;
  readonly timeout: number;
}

/** Queues of this template that functions of this template work off, with the services' defaults where a time is not given. */
const consumptionsOf = (template: Template): readonly Consumption[] =>
  mappingsOf(template).flatMap(({ id, properties }) => {
    const queue = targetOf(properties['EventSourceArn']);
    const queueProperties = propertiesOf(template, queue, 'AWS::SQS::Queue');
    const worker = functionBehind(template, properties['FunctionName']);
    if (queue === undefined || queueProperties === undefined || worker === undefined) return [];
    const visibility = numberOf(queueProperties['VisibilityTimeout'] ?? 30);
    const timeout = numberOf(worker['Timeout'] ?? 3);
    if (visibility === undefined || timeout === undefined) return [];
    return [{ mapping: id, queue, visibility, timeout }];
  });

const shortVisibility = (
  { mapping, queue, visibility, timeout }: Consumption,
  factor: number,
): Problem => ({
  logicalId: queue,
  property: 'Properties.VisibilityTimeout',
  what: `the function of ${mapping} may run for ${timeout} s, the queue hides a message for less`,
  found: visibility,
  expected: `${factor * timeout} or more`,
  remedy: `Raise the queue's visibility timeout or lower the function's timeout`,
});

/**
 * Queues that show a message again while its function still runs: Lambda refuses the mapping.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html (2026-11-24)
 */
export const visibilityBelowTimeout = (template: Template): readonly Problem[] =>
  consumptionsOf(template)
    .filter(({ visibility, timeout }) => visibility < timeout)
    .map((consumption) => shortVisibility(consumption, 1));

/**
 * Queues that Lambda accepts and that have no room for its own retries when the function is throttled: it asks for six timeouts.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html (2026-11-24)
 */
export const visibilityBelowSixTimeouts = (template: Template): readonly Problem[] =>
  consumptionsOf(template)
    .filter(({ visibility, timeout }) => visibility >= timeout && visibility < 6 * timeout)
    .map((consumption) => shortVisibility(consumption, 6));

/**
 * Mappings with pollers of their own and a maximum concurrency: the two exclude each other.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html (2026-11-24)
 */
export const provisionedWithMaximum = (template: Template): readonly Problem[] =>
  mappingsOf(template)
    .filter(
      ({ properties }) =>
        properties['ProvisionedPollerConfig'] !== undefined &&
        at(properties, 'ScalingConfig', 'MaximumConcurrency') !== undefined,
    )
    .map(({ id, properties }) => ({
      logicalId: id,
      property: 'Properties.ProvisionedPollerConfig',
      what: 'provisioned mode and a maximum concurrency exclude each other',
      found: properties['ProvisionedPollerConfig'],
      expected: 'one of ProvisionedPollerConfig and ScalingConfig.MaximumConcurrency',
      remedy: 'Keep the maximum concurrency, or limit the function by its reserved concurrency',
    }));

/** Batches beyond ten without time to gather them. https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html (2026-11-24) */
export const batchWithoutWindow = (template: Template): readonly Problem[] =>
  mappingsOf(template)
    .filter(({ properties }) => {
      const queue = targetOf(properties['EventSourceArn']);
      const isQueue = propertiesOf(template, queue, 'AWS::SQS::Queue') !== undefined;
      const window = properties['MaximumBatchingWindowInSeconds'] ?? 0;
      return isQueue && Number(properties['BatchSize'] ?? 10) > 10 && window === 0;
    })
    .map(({ id, properties }) => ({
      logicalId: id,
      property: 'Properties.BatchSize',
      what: 'a batch of more than ten messages needs a window to gather them in',
      found: properties['BatchSize'],
      expected: '10 or less, or MaximumBatchingWindowInSeconds of 1 or more',
      remedy: 'Lower the batch size or set the window',
    }));
