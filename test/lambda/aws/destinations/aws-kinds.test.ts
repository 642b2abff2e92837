import { createHash } from 'node:crypto';
import { destinationSender } from '../../../../lambda/aws/destinations/sender.ts';
import type { Destination } from '../../../../lambda/model/destination.ts';
import { DependencyError } from '../../../../lambda/model/errors.ts';
import { NonRetryable, NotYet } from '../../../../lambda/worker/handler.ts';
import { type AwsStandIn, awsStandIn } from '../../../support/aws-stand-in.ts';
import { testClock } from '../../../support/clock.ts';
import {
  deliveredEvent,
  eachKind,
  firstAttempt,
  recordId,
  type TestDestinations,
  testDestinations,
} from '../../../support/destinations.ts';

/* Each kind of destination by its real client, over the wire. */

let there: TestDestinations;
let sqs: AwsStandIn;
const sent: Record<string, unknown>[] = [];
const taken = (input: Readonly<Record<string, unknown>>) => {
  sent.push(input);
  const MD5OfMessageBody = createHash('md5').update(String(input['MessageBody'])).digest('hex');
  return { MessageId: 'm', MD5OfMessageBody };
};

beforeAll(async () => {
  there = await testDestinations();
  sqs = await awsStandIn();
  process.env['AWS_ENDPOINT_URL_SQS'] = sqs.url;
});
beforeEach(() => {
  there.calls.length = 0;
  sent.length = 0;
  there.refusal = undefined;
  sqs.answers.set('SendMessage', taken);
});
afterAll(async () => {
  await there.stop();
  sqs.stop();
});

let turns: (() => Promise<boolean>) | undefined;
const asked: unknown[] = [];
const sender = destinationSender({
  stage: 'prod',
  sources: [],
  secretPrefix: 'sallyport/prod/',
  clock: testClock(),
  rates: {
    async take(...args) {
      asked.push(args);
      return turns?.() ?? true;
    },
  },
  post: () => Promise.reject(new Error('nothing is posted here')),
});
const send = (to: Destination, event = deliveredEvent(), context = firstAttempt) =>
  sender.send(event, to, context);
const failureOf = async (
  ...args: Parameters<typeof send>
): Promise<Error & { readonly inSeconds?: number }> =>
  send(...args).then(
    () => Promise.reject(new Error('it was sent')),
    (error: Error) => error,
  );

const ofEvent = expect.objectContaining({ id: recordId, source: '/sallyport/prod/bank' });
const parsed = (text: unknown) => JSON.parse(String(text));

test('an event is put on its bus as detail', async () => {
  await send(eachKind.eventbridge);
  const [{ operation, input } = { operation: '', input: {} }] = there.calls;
  expect(operation).toBe('PutEvents');
  const { Entries } = input as { readonly Entries: readonly Record<string, unknown>[] };
  expect(Entries).toEqual([
    {
      EventBusName: eachKind.eventbridge.busArn,
      Source: 'sallyport.bank',
      DetailType: 'transfer.settled',
      Detail: expect.anything(),
      Time: Date.parse('2026-11-23T10:00:00Z') / 1000,
    },
  ]);
  expect(parsed(Entries[0]?.['Detail'])).toEqual(ofEvent);
  // No digit is lost on the way.
  expect(Entries[0]?.['Detail']).toContain('12345678901234567890.10');
});

test('a type that is too long for a bus is cut, and whole in the detail', async () => {
  await send(eachKind.eventbridge, deliveredEvent('{}', { eventType: 'x'.repeat(200) }));
  const [entry] = (there.calls[0]?.input['Entries'] ?? []) as Record<string, string>[];
  expect(entry?.['DetailType']).toHaveLength(128);
  expect(parsed(entry?.['Detail']).type).toHaveLength(200);
});

test('an event is sent to its queue, wherever the endpoint is', async () => {
  await send(eachKind.sqs);
  expect(sent).toEqual([
    {
      QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders',
      MessageBody: expect.anything(),
    },
  ]);
  expect(parsed(sent[0]?.['MessageBody'])).toEqual(ofEvent);
});

test('a queue in China is addressed there', async () => {
  const queueArn = 'arn:aws-cn:sqs:cn-north-1:111122223333:orders';
  await send({ ...eachKind.sqs, queueArn });
  expect(sent).toMatchObject([
    { QueueUrl: 'https://sqs.cn-north-1.amazonaws.com.cn/111122223333/orders' },
  ]);
});

const fifo = [
  ['queue', { ...eachKind.sqs, queueArn: `${eachKind.sqs.queueArn}.fifo` }],
  ['topic', { ...eachKind.sns, topicArn: `${eachKind.sns.topicArn}.fifo` }],
] as const;

test.each(fifo)('a %s that keeps an order takes no repetition, but a replay', async (_name, to) => {
  await send(to);
  await send(to, deliveredEvent(), { ...firstAttempt, attempt: 2 });
  const replay = { ...firstAttempt, attempt: 3, isReplay: true, replayId: 'R1' };
  await send(to, deliveredEvent(), replay);
  const inputs = to.kind === 'sqs' ? sent : there.calls.map(({ input }) => input);
  expect(inputs.map((input) => [input['MessageGroupId'], input['MessageDeduplicationId']])).toEqual(
    [
      ['bank', recordId],
      ['bank', recordId],
      ['bank', `${recordId}-R1`],
    ],
  );
});

test('an event is published with attributes to filter by', async () => {
  await send(eachKind.sns);
  const [{ operation, input } = { operation: '', input: {} }] = there.calls;
  expect(operation).toBe('Publish');
  expect(input).toMatchObject({ TopicArn: eachKind.sns.topicArn });
  expect(parsed(input['Message'])).toEqual(ofEvent);
  const attributes = [1, 2, 3, 4].map((at) => [
    input[`MessageAttributes.entry.${at}.Name`],
    input[`MessageAttributes.entry.${at}.Value.StringValue`],
  ]);
  expect(Object.fromEntries(attributes)).toEqual({
    source: 'bank',
    type: 'transfer.settled',
    provider: 'generic',
    strength: 'signed',
  });
});

test('an execution is named after the event, so that a repetition is none', async () => {
  await send(eachKind['step-functions']);
  there.refusal = { code: 'ExecutionAlreadyExists' };
  await send(eachKind['step-functions'], deliveredEvent(), { ...firstAttempt, attempt: 2 });
  there.refusal = undefined;
  const replay = { ...firstAttempt, attempt: 3, isReplay: true, replayId: 'R1' };
  await send(eachKind['step-functions'], deliveredEvent(), replay);
  expect(there.calls.map(({ operation, input }) => [operation, input['name']])).toEqual([
    ['StartExecution', recordId],
    ['StartExecution', recordId],
    ['StartExecution', `${recordId}-R1`],
  ]);
  expect(there.calls[0]?.input['stateMachineArn']).toBe(eachKind['step-functions'].stateMachineArn);
  expect(parsed(there.calls[0]?.input['input'])).toEqual(ofEvent);
});

test('a function is called without waiting for it', async () => {
  await send(eachKind.lambda);
  const [{ operation, input } = { operation: '', input: {} }] = there.calls;
  expect(operation).toBe('Invoke');
  expect(input).toMatchObject({
    FunctionName: eachKind.lambda.functionArn,
    InvocationType: 'Event',
  });
  expect(parsed(input['Payload'])).toEqual(ofEvent);
});

const awsKinds = ['eventbridge', 'sqs', 'sns', 'step-functions', 'lambda'] as const;

const messageOf = (): string => {
  const input = sent[0] ?? there.calls[0]?.input ?? {};
  const [entry] = (input['Entries'] ?? [{}]) as Record<string, unknown>[];
  const { MessageBody, Message, Payload, input: execution } = input;
  return String(MessageBody ?? Message ?? Payload ?? execution ?? entry?.['Detail']);
};

test.each([
  [eachKind.eventbridge, 999_000],
  [eachKind.sqs, 1_048_576],
  [eachKind.sns, 262_144],
  [eachKind['step-functions'], 262_144],
  [eachKind.lambda, 1_000_000],
] as const)(
  '$kind is sent what it carries, and the name of what it does not',
  async (to, limit) => {
    const bodyOf = (bytes: number) => JSON.stringify({ text: 'x'.repeat(bytes) });
    await send(to, deliveredEvent(bodyOf(limit - 1000)));
    expect(parsed(messageOf())).toHaveProperty('data');
    there.calls.length = 0;
    sent.length = 0;
    await send(to, deliveredEvent(bodyOf(limit)));
    expect(parsed(messageOf())).toMatchObject({ id: recordId, dataref: recordId });
    expect(parsed(messageOf())).not.toHaveProperty('data');
    expect(Buffer.byteLength(messageOf())).toBeLessThan(2000);
  },
);

const refuseAll = (code: string, status = 400) => {
  there.refusal = { code, status };
  sqs.answers.set('SendMessage', () => ({ failed: code, status }));
};

test.each(awsKinds)('%s that refuses us is tried again', async (kind) => {
  refuseAll('AccessDeniedException', 403);
  const failure = await failureOf(eachKind[kind]);
  expect(failure).not.toBeInstanceOf(NonRetryable);
  expect(failure).not.toBeInstanceOf(NotYet);
  expect(failure.message).toMatch(/: AccessDenied(Exception)?: /);
});

test.each([
  ['sqs', 'InvalidMessageContents'],
  ['sns', 'InvalidParameter'],
  ['step-functions', 'InvalidExecutionInput'],
  ['step-functions', 'InvalidName'],
  ['lambda', 'InvalidRequestContentException'],
  ['lambda', 'RequestTooLargeException'],
] as const)('%s that says the same each time is given up: %s', async (kind, code) => {
  refuseAll(code);
  expect(await failureOf(eachKind[kind])).toBeInstanceOf(NonRetryable);
});

test.each([
  ['MalformedDetail', NonRetryable],
  ['ThrottlingException', NotYet],
  ['InternalFailure', Error],
])('an entry that the bus did not take is a failure: %s', async (code, kind) => {
  there.refusal = { code, atEntry: true };
  const failure = await failureOf(eachKind.eventbridge);
  expect(failure.constructor).toBe(kind);
  expect(failure.message).toBe(`EventBridge: ${code}: refused`);
});

test('a rate is asked for by source and destination, and what is over it waits, longer each time', async () => {
  turns = async () => false;
  asked.length = 0;
  const limited = { ...eachKind.lambda, ratePerSecond: 3 };
  const pauses = new Set<number | undefined>();
  for (let run = 0; run < 40; run += 1) {
    const failure = await failureOf(limited);
    expect(failure).toBeInstanceOf(NotYet);
    expect(failure.message).toBe('function takes 3 events a second');
    pauses.add(failure.inSeconds);
  }
  expect([...pauses].sort()).toEqual([1, 2]);
  expect(asked[0]).toEqual(['bank/to/function', 3]);
  // Each by chance: one alone could be short whatever the bound.
  for (let run = 0; run < 40; run += 1) {
    const late = await failureOf(limited, deliveredEvent(), { ...firstAttempt, attempt: 2000 });
    expect(late.inSeconds).toBeLessThanOrEqual(120);
  }
  expect(there.calls).toEqual([]);
  turns = async () => true;
  await send(limited);
  expect(there.calls).toHaveLength(1);
});

test('a rate that cannot be counted stops nothing', async () => {
  turns = () => Promise.reject(new DependencyError('DynamoDB', new Error('planted')));
  await send({ ...eachKind.lambda, ratePerSecond: 3 });
  expect(there.calls).toHaveLength(1);
  turns = () => Promise.reject(new Error('a bug'));
  expect((await failureOf({ ...eachKind.lambda, ratePerSecond: 3 })).message).toBe('a bug');
});

test('a source that is not configured has no destinations', () => {
  expect(sender.of('nobody')).toEqual([]);
});
