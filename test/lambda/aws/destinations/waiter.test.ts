import { destinationSender } from '../../../../lambda/aws/destinations/sender.ts';
import { callbackExpiredType } from '../../../../lambda/model/callback.ts';
import type { StepWaiter } from '../../../../lambda/model/waiter.ts';
import { NonRetryable, NotYet } from '../../../../lambda/worker/handler.ts';
import { testClock } from '../../../support/clock.ts';
import {
  deliveredEvent,
  firstAttempt,
  recordId,
  type TestDestinations,
  testDestinations,
} from '../../../support/destinations.ts';

/* Workflows that wait for a callback, told by the real clients. */

let there: TestDestinations;
beforeAll(async () => {
  there = await testDestinations();
});
beforeEach(() => {
  there.calls.length = 0;
  there.refusal = undefined;
});
afterAll(() => there.stop());

const sender = destinationSender({
  stage: 'prod',
  sources: [],
  secretPrefix: '',
  clock: testClock(),
  rates: { take: () => Promise.reject(new Error('nobody counts answers')) },
  post: () => Promise.reject(new Error('nothing is posted here')),
});

const task: StepWaiter = { kind: 'step-functions', taskToken: 'AAAA+token/=' };
const durable: StepWaiter = { kind: 'durable-function', callbackId: 'Y2FsbGJhY2s+/w==' };
const both = [
  ['a task of Step Functions', task],
  ['a durable function', durable],
] as const;

const answer = (use: number, uses: number, body = '{"status":"paid"}') =>
  deliveredEvent(body, { callback: { ref: 'ORDER-42', data: undefined, use, uses } });
const expiry = deliveredEvent('', {
  eventType: callbackExpiredType,
  origin: 'expiry',
  callback: { ref: 'ORDER-42', data: undefined, use: 1, uses: 3 },
});
const tell = (event: ReturnType<typeof answer>, to: StepWaiter) =>
  sender.send(event, to, firstAttempt);
const failureOf = (event: ReturnType<typeof answer>, to: StepWaiter): Promise<Error> =>
  tell(event, to).then(
    () => Promise.reject(new Error('it was told')),
    (error: Error) => error,
  );
const operations = () => there.calls.map(({ operation }) => operation);

test('a task is told the answer by its token', async () => {
  await tell(answer(1, 1), task);
  const [{ operation, input } = { operation: '', input: {} }] = there.calls;
  expect(operation).toBe('SendTaskSuccess');
  expect(input['taskToken']).toBe('AAAA+token/=');
  expect(JSON.parse(String(input['output']))).toMatchObject({
    id: recordId,
    callbackref: 'ORDER-42',
    data: { status: 'paid' },
  });
});

test('a durable function is told the answer by its callback', async () => {
  await tell(answer(1, 1), durable);
  const [{ operation, input } = { operation: '', input: {} }] = there.calls;
  expect(operation).toBe('SendDurableExecutionCallbackSuccess');
  expect(input['CallbackId']).toBe('Y2FsbGJhY2s+/w==');
  expect(JSON.parse(String(input['Payload']))).toMatchObject({ data: { status: 'paid' } });
});

test('a workflow is told by an error of its own that no answer came', async () => {
  await tell(expiry, task);
  await tell(expiry, durable);
  expect(operations()).toEqual(['SendTaskFailure', 'SendDurableExecutionCallbackFailure']);
  expect(there.calls[0]?.input).toMatchObject({
    taskToken: 'AAAA+token/=',
    error: 'CallbackExpired',
    cause: 'no answer came before the callback expired',
  });
  expect(JSON.parse(String(there.calls[1]?.input['Payload']))).toMatchObject({
    ErrorType: 'CallbackExpired',
  });
});

test.each(both)('%s hears signs of life until the last of several answers', async (_name, to) => {
  for (const use of [1, 2, 3]) await tell(answer(use, 3), to);
  expect(operations()).toEqual(
    to.kind === 'step-functions'
      ? ['SendTaskHeartbeat', 'SendTaskHeartbeat', 'SendTaskSuccess']
      : [
          'SendDurableExecutionCallbackHeartbeat',
          'SendDurableExecutionCallbackHeartbeat',
          'SendDurableExecutionCallbackSuccess',
        ],
  );
});

test('an answer that says so itself is the final one', async () => {
  const to: StepWaiter = { ...task, final: { status: ['paid', 'failed'] } };
  await tell(answer(1, 3, '{"status":"pending"}'), to);
  await tell(answer(2, 3, 'no JSON'), to);
  await tell(answer(2, 3, '{"status":"paid"}'), to);
  await tell(answer(3, 3, '{"status":"pending"}'), to);
  expect(operations()).toEqual([
    'SendTaskHeartbeat',
    'SendTaskHeartbeat',
    'SendTaskSuccess',
    'SendTaskSuccess',
  ]);
});

test.each([
  [task, 'TaskTimedOut', /does not wait any more \(TaskTimedOut\)/],
  [task, 'TaskDoesNotExist', /is not known \(TaskDoesNotExist\)/],
  [task, 'InvalidToken', /is not known \(InvalidToken\)/],
  [durable, 'CallbackTimeoutException', /does not wait any more \(CallbackTimeoutException\)/],
  [durable, 'ResourceNotFoundException', /is not known/],
  [durable, 'InvalidParameterValueException', /InvalidParameterValueException/],
] as const)(
  '%j that answers %s is given up, and why is said without the token',
  async (to, code, text) => {
    there.refusal = { code };
    const failure = await failureOf(answer(1, 1), to);
    expect(failure).toBeInstanceOf(NonRetryable);
    expect(failure.message).toMatch(text);
    expect(failure.message).not.toMatch(/token\/|Y2Fs/);
  },
);

test.each([
  [task, 'TaskTimedOut'],
  [durable, 'CallbackTimeoutException'],
] as const)('a sign of life is no failure where %j does not wait any more', async (to, code) => {
  there.refusal = { code };
  await tell(answer(1, 3), to);
  there.refusal = { code: 'InvalidToken' };
  expect(await failureOf(answer(1, 3), to)).toBeInstanceOf(NonRetryable);
});

test.each(both)('%s is told once more when its service refuses or fails', async (_name, to) => {
  there.refusal = { code: 'AccessDeniedException' };
  const failure = await failureOf(answer(1, 1), to);
  expect(failure).not.toBeInstanceOf(NonRetryable);
  expect(failure).not.toBeInstanceOf(NotYet);
  expect(failure.message).toMatch(/^the waiting workflow: AccessDeniedException/);
});

test('an answer that a task does not carry is named', async () => {
  await tell(answer(1, 1, JSON.stringify('x'.repeat(300_000))), task);
  expect(JSON.parse(String(there.calls[0]?.input['output']))).toMatchObject({ dataref: recordId });
});
