import { type ServiceInputTypes, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { deliverySender } from '../../../lambda/aws/delivery-sender.ts';
import { messageVisibility } from '../../../lambda/aws/message-visibility.ts';
import { readQueueMessage } from '../../../lambda/aws/queue-message.ts';
import { queueUrls } from '../../../lambda/aws/queue-urls.ts';
import { toBatchResponse, toWorkMessage } from '../../../lambda/aws/sqs-batch.ts';
import type { QueuedEvent } from '../../../lambda/model/delivery.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import { testMessage } from '../../support/worker-fakes.ts';

/* Which queue an event goes to, and what the queue is told. */

const queues = queueUrls('https://sqs.eu-west-1.amazonaws.com/111122223333/main', 'test', [
  { id: 'bank' },
  { id: 'limited', lane: { concurrency: 4 } },
  { id: 'ordered', lane: { orderedBy: { json: 'account' } } },
]);
const account = 'https://sqs.eu-west-1.amazonaws.com/111122223333';

/** A client that answers nothing but `{}`, and fails while told to. */
function testSqs(failure?: Error) {
  const inputs: ServiceInputTypes[] = [];
  const client = new SQSClient({ region: 'eu-west-1' });
  client.middlewareStack.add(
    () => async (args) => {
      inputs.push(args.input);
      if (failure !== undefined) throw failure;
      return { output: { $metadata: {} }, response: {} };
    },
    { step: 'initialize', priority: 'high' },
  );
  return { client, inputs };
}

const event = (sourceId: string, orderGroup?: string): QueuedEvent => ({
  key: { sourceId, idempotencyKey: 'id:e1' },
  strength: 'signed',
  ...(orderGroup === undefined ? {} : { orderGroup }),
});

test.each([
  ['bank', `${account}/main`],
  ['unknown', `${account}/main`],
  ['limited', `${account}/sallyport_test_limited`],
  ['ordered', `${account}/sallyport_test_ordered.fifo`],
])('the events of the source %s go to %s', async (sourceId, url) => {
  const { client, inputs } = testSqs();
  expect(queues.of({ sourceId })).toBe(url);
  await deliverySender(client, queues).send(event(sourceId));
  expect(inputs).toMatchObject([{ QueueUrl: url }]);
});

test('an ARN leads to the queue of that name', () => {
  const arn = 'arn:aws:sqs:eu-west-1:111122223333:sallyport_test_ordered.fifo';
  expect(queues.ofArn(arn)).toBe(queues.of({ sourceId: 'ordered' }));
  const local = queueUrls('http://127.0.0.1:4566/000000000000/deliveries', 'local', []);
  expect(local.ofArn('arn:aws:sqs:eu-west-1:000000000000:other')).toBe(
    'http://127.0.0.1:4566/000000000000/other',
  );
});

test('only the key and the strength of an event travel', async () => {
  const { client, inputs } = testSqs();
  await deliverySender(client, queues).send(event('bank'));
  const [input] = inputs;
  const body = input && 'MessageBody' in input ? (input.MessageBody ?? '') : '';
  expect(JSON.parse(body)).toEqual({
    version: 1,
    sourceId: 'bank',
    idempotencyKey: 'id:e1',
    strength: 'signed',
  });
  expect(readQueueMessage(body)).toEqual(event('bank').key);
});

test.each([
  ['the group account-1', 'account-1', 'account-1'],
  ['no group, because its source had no order then,', undefined, 'source'],
])(
  'a queue that keeps an order gets an event of %s in a group, under a fresh id each time',
  async (_name, orderGroup, group) => {
    const { client, inputs } = testSqs();
    const sender = deliverySender(client, queues);
    for (let times = 0; times < 3; times += 1) await sender.send(event('ordered', orderGroup));
    expect(inputs.map((input) => 'MessageGroupId' in input && input.MessageGroupId)).toEqual(
      Array(3).fill(group),
    );
    const ids = inputs.map((input) =>
      'MessageDeduplicationId' in input ? input.MessageDeduplicationId : undefined,
    );
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain(undefined);
  },
);

test.each([
  ['bank', undefined],
  ['bank', 'account-1'],
  ['limited', undefined],
  ['limited', 'account-1'],
])(
  'a standard queue gets an event of %s in the group %s under its source, without the deduplication id that it would refuse',
  async (sourceId, orderGroup) => {
    const { client, inputs } = testSqs();
    await deliverySender(client, queues).send(event(sourceId, orderGroup));
    expect(inputs[0]).toMatchObject({ MessageGroupId: sourceId });
    expect(inputs[0]).not.toHaveProperty('MessageDeduplicationId');
  },
);

test('a message is hidden on the queue that it came from', async () => {
  const { client, inputs } = testSqs();
  await messageVisibility(client, queues).hideFor(testMessage('e1', 'g'), 75);
  expect(inputs).toEqual([
    { QueueUrl: `${account}/queue.fifo`, ReceiptHandle: 'receipt-e1', VisibilityTimeout: 75 },
  ]);
});

test('a queue that fails is a dependency that fails', async () => {
  const { client } = testSqs(new Error('planted'));
  await expect(deliverySender(client, queues).send(event('bank'))).rejects.toBeInstanceOf(
    DependencyError,
  );
  await expect(
    messageVisibility(client, queues).hideFor(testMessage('e1'), 1),
  ).rejects.toBeInstanceOf(DependencyError);
});

const record = (queue: string, MessageGroupId?: string): SQSRecord => ({
  messageId: 'm1',
  receiptHandle: 'h1',
  body: 'text',
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: 's',
    ApproximateFirstReceiveTimestamp: '0',
    ...(MessageGroupId === undefined ? {} : { MessageGroupId }),
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:eu-west-1:111122223333:${queue}`,
  awsRegion: 'eu-west-1',
});

test.each([
  ['lane.fifo', 'account-1', { orderGroup: 'account-1' }],
  ['main', 'bank', {}],
  ['main', undefined, {}],
])('a record of the queue %s in the group %s names its order', (queue, group, order) => {
  expect(toWorkMessage(record(queue, group))).toEqual({
    messageId: 'm1',
    receiptHandle: 'h1',
    text: 'text',
    queueArn: `arn:aws:sqs:eu-west-1:111122223333:${queue}`,
    ...order,
  });
});

test('the queue shows again what is to be repeated, and nothing else', () => {
  const results = [
    { messageId: 'a', acknowledgement: 'ack' },
    { messageId: 'b', acknowledgement: 'retry' },
  ] as const;
  expect(toBatchResponse(results)).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
  expect(toBatchResponse([])).toEqual({ batchItemFailures: [] });
});
