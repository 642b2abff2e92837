import { Duration } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { environmentVariables } from '../../lambda/model/environment.ts';
import {
  functionOf,
  isCallOf,
  queueOf,
  resourcesOf,
  testTemplate,
  variablesOf,
} from '../support/stack.ts';

/* The queue between ingress and worker, its dead letters, and the times that must fit together. */

let template: Template;
beforeAll(() => {
  template = testTemplate();
});

const propertiesOf = (type: string) =>
  Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties);

test('the queue hides a message for six worker timeouts and gives up after ten receives', () => {
  const worker = functionOf(template, 'worker');
  expect(queueOf(template, 'DeliveriesQueue').properties).toMatchObject({
    VisibilityTimeout: 6 * Number(worker.properties['Timeout']),
    RedrivePolicy: {
      maxReceiveCount: 10,
      deadLetterTargetArn: { 'Fn::GetAtt': [queueOf(template, 'DeliveriesDeadLetters').id, 'Arn'] },
    },
  });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: { 'Fn::GetAtt': [queueOf(template, 'DeliveriesQueue').id, 'Arn'] },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    BatchSize: 10,
    ScalingConfig: { MaximumConcurrency: 20 },
  });
});

test('the queue invokes the worker by its alias', () => {
  const [mapping] = propertiesOf('AWS::Lambda::EventSourceMapping').filter(({ EventSourceArn }) =>
    JSON.stringify(EventSourceArn).includes(queueOf(template, 'DeliveriesQueue').id),
  );
  expect(isCallOf(template, 'worker', mapping?.['FunctionName'])).toBe(true);
});

test('a message is shown more often than an event has attempts', () => {
  const attempts = Number(variablesOf(template, 'worker')[environmentVariables.maxAttempts]);
  expect(attempts).toBe(5);
  expect(variablesOf(template, 'dead-letters')[environmentVariables.maxAttempts]).toBe('5');
  const { maxReceiveCount } = queueOf(template, 'DeliveriesQueue').properties['RedrivePolicy'] as {
    readonly maxReceiveCount: number;
  };
  expect(maxReceiveCount).toBeGreaterThan(attempts);
});

test('the dead-letter function works off the dead-letter queue and leaves there what it cannot see to', () => {
  const mappings = propertiesOf('AWS::Lambda::EventSourceMapping').filter(
    ({ FunctionName }) =>
      JSON.stringify(FunctionName) ===
      JSON.stringify({ Ref: functionOf(template, 'dead-letters').id }),
  );
  expect(mappings).toEqual([
    expect.objectContaining({
      EventSourceArn: { 'Fn::GetAtt': [queueOf(template, 'DeliveriesDeadLetters').id, 'Arn'] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BatchSize: 10,
    }),
  ]);
});

test('a dead letter that could not be seen to is looked at again after an hour', () => {
  const { VisibilityTimeout: hidden } = queueOf(template, 'DeliveriesDeadLetters').properties;
  expect(hidden).toBe(3600);
  // Lambda refuses a function that may take longer than a letter is hidden.
  expect(functionOf(template, 'dead-letters').properties['Timeout']).toBeLessThanOrEqual(
    Number(hidden),
  );
});

test('dead letters are kept longer than messages, whose age they inherit', () => {
  const retentions = propertiesOf('AWS::SQS::Queue').map(
    ({ MessageRetentionPeriod }) => MessageRetentionPeriod,
  );
  expect(retentions.sort()).toEqual([14 * 86_400, 4 * 86_400]);
});

test.each([
  [Duration.seconds(30), 45, 180],
  [Duration.seconds(60), 75, 360],
  [Duration.seconds(105), 120, 630],
  [Duration.seconds(106), 120, 636],
  [Duration.minutes(15), 120, 5400],
])(
  'with a worker timeout of %s the lease is %d s and a message is hidden for %d s',
  (workerTimeout, lease, hidden) => {
    const timed = testTemplate({ workerTimeout });
    const { Timeout } = functionOf(timed, 'worker').properties;
    expect(Timeout).toBe(workerTimeout.toSeconds());
    expect(variablesOf(timed, 'worker')[environmentVariables.leaseSeconds]).toBe(String(lease));
    expect(lease).toBeGreaterThanOrEqual(Math.min(Number(Timeout) + 15, 120));
    timed.hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: hidden });
  },
);

test('a worker has a minute unless told otherwise', () => {
  expect(functionOf(template, 'worker').properties['Timeout']).toBe(60);
  expect(variablesOf(template, 'worker')[environmentVariables.leaseSeconds]).toBe('75');
});
