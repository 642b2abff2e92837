import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { queueUrls } from '../../lambda/aws/queue-urls.ts';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import { environmentVariables, type FunctionName } from '../../lambda/model/environment.ts';
import type { Receiver } from '../../lambda/model/receiver.ts';
import {
  functionOf,
  isCallOf,
  laneReceiver,
  laneSources,
  queueOf,
  resourcesOf,
  testApp,
  testStack,
  testTemplate,
  variablesOf,
} from '../support/stack.ts';

/* Sources that have queues of their own: which queues there are, who works them off, and who knows of them. */

const app = testApp();
const receiver = laneReceiver();
let template: Template;
beforeAll(() => {
  template = Template.fromStack(testStack(app, { receiver }));
});

const arnOf = ({ id }: ReturnType<typeof queueOf>) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** How a function works off its queues, by their logical ids without the digest. */
function mappingsOf(name: FunctionName): Readonly<Record<string, object>> {
  const all = Object.values(resourcesOf(template, 'AWS::Lambda::EventSourceMapping'));
  const own = all.filter(({ Properties }) => isCallOf(template, name, Properties['FunctionName']));
  return Object.fromEntries(
    own.map(({ Properties: { EventSourceArn, FunctionName: _name, ...rest } }) => [
      (EventSourceArn as ReturnType<typeof arnOf>)['Fn::GetAtt'][0]?.slice(0, -8),
      rest,
    ]),
  );
}

const one = { BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] };

test('each lane is worked off one event at a time, by as many workers as it says', () => {
  expect(mappingsOf('worker')).toEqual({
    DeliveriesQueue: {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 20 },
    },
    DeliveriesLanelimited: { ...one, ScalingConfig: { MaximumConcurrency: 4 } },
    DeliveriesLaneordered: { ...one, ScalingConfig: { MaximumConcurrency: 10 } },
    DeliveriesLaneboth: { ...one, ScalingConfig: { MaximumConcurrency: 7 } },
  });
});

test('the dead-letter function works off both dead-letter queues', () => {
  const mapping = {
    BatchSize: 10,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 2 },
  };
  expect(mappingsOf('dead-letters')).toEqual({
    DeliveriesDeadLetters: mapping,
    DeliveriesOrderedDeadLetters: mapping,
  });
});

test.each([
  ['limited', false, 'DeliveriesDeadLetters'],
  ['ordered', true, 'DeliveriesOrderedDeadLetters'],
  ['both', true, 'DeliveriesOrderedDeadLetters'],
])(
  'the queue of the source %s keeps an order: %s, with its dead letters in %s',
  (id, isFifo, dead) => {
    const { properties } = queueOf(template, `DeliveriesLane${id}`);
    const common = queueOf(template, 'DeliveriesQueue').properties;
    expect(properties).toMatchObject({
      KmsMasterKeyId: common['KmsMasterKeyId'],
      VisibilityTimeout: common['VisibilityTimeout'],
      MessageRetentionPeriod: common['MessageRetentionPeriod'],
      RedrivePolicy: { maxReceiveCount: 10, deadLetterTargetArn: arnOf(queueOf(template, dead)) },
    });
    expect(properties['FifoQueue']).toBe(isFifo ? true : undefined);
    // Copies are told apart by the sender: the same content may come again on purpose.
    expect(properties['ContentBasedDeduplication'] ?? false).toBe(false);
  },
);

test('dead letters of an ordered queue are kept and hidden as long as the others, in order', () => {
  const { properties } = queueOf(template, 'DeliveriesOrderedDeadLetters');
  expect(properties).toMatchObject({
    FifoQueue: true,
    MessageRetentionPeriod: 14 * 86_400,
    VisibilityTimeout: 3600,
    KmsMasterKeyId: queueOf(template, 'DeliveriesDeadLetters').properties['KmsMasterKeyId'],
  });
  expect(properties).not.toHaveProperty('RedrivePolicy');
});

test('the functions and the stack agree on the name of each queue', () => {
  for (const name of ['ingress', 'worker', 'sweeper'] as const)
    expect(variablesOf(template, name)[environmentVariables.stage]).toBe('test');
  const urls = queueUrls('https://sqs.test/1/main', 'test', receiver.sources);
  for (const id of ['limited', 'ordered', 'both']) {
    const { properties } = queueOf(template, `DeliveriesLane${id}`);
    expect(urls.of({ sourceId: id })).toBe(`https://sqs.test/1/${properties['QueueName']}`);
  }
  expect(urls.of({ sourceId: 'shared' })).toBe('https://sqs.test/1/main');
  expect(queueOf(template, 'DeliveriesQueue').properties).not.toHaveProperty('QueueName');
});

test('they agree when stage name and source id are as long as can be', () => {
  const stageName = 's'.repeat(24);
  const id = 'i'.repeat(48);
  const sources = readConfig({ sources: { [id]: laneSources.ordered } }, presets);
  const long = testTemplate({ stageName, receiver: { sources, handlers: [] } });
  const names = Object.values(resourcesOf(long, 'AWS::SQS::Queue')).flatMap(
    ({ Properties }) => Properties['QueueName'] ?? [],
  );
  expect(names).toHaveLength(1);
  expect(String(names[0]).length).toBeLessThanOrEqual(80);
  const urls = queueUrls('https://sqs.test/1/main', stageName, sources);
  expect(urls.of({ sourceId: id })).toBe(`https://sqs.test/1/${names[0]}`);
});

test('the common queues are the same resources with and without lanes', () => {
  const common = Object.keys(resourcesOf(testTemplate(), 'AWS::SQS::Queue'));
  expect(common).toHaveLength(2);
  const ids = Object.keys(resourcesOf(template, 'AWS::SQS::Queue'));
  expect(ids).toEqual(expect.arrayContaining(common));
  expect(ids).toHaveLength(6);
});

test.each([
  ['a limit alone', { limited: laneSources.limited }, 3],
  ['an order', { ordered: laneSources.ordered }, 4],
])(
  'there is a dead-letter queue that keeps an order only where needed: %s',
  (_name, sources, count) => {
    const receiver = { sources: readConfig({ sources }, presets), handlers: [] };
    testTemplate({ receiver }).resourceCountIs('AWS::SQS::Queue', count);
  },
);

/** The receiver file in the code of a function. */
function receiverOf(name: FunctionName): Receiver {
  const { S3Key } = functionOf(template, name).properties['Code'] as { S3Key: string };
  const folder = `asset.${S3Key.replace('.zip', '')}`;
  return JSON.parse(readFileSync(join(app.outdir, folder, 'receiver.json'), 'utf8'));
}

test.each<[FunctionName, readonly string[], readonly string[]]>([
  ['ingress', ['shared', 'limited', 'ordered', 'both'], []],
  ['worker', ['shared', 'limited', 'ordered', 'both'], ['log-event']],
  ['sweeper', ['limited', 'ordered', 'both'], []],
  ['dead-letters', [], []],
])('the function %s is told of the sources %j and the handlers %j', (name, sources, handlers) => {
  const told = receiverOf(name);
  expect(told.sources.map(({ id }) => id)).toEqual(sources);
  expect(told.handlers).toEqual(handlers);
});
