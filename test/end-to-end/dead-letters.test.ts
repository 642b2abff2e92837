import { dirname } from 'node:path';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expectRefused } from '../support/command.ts';
import {
  eventually,
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { type LocalState, localState } from '../support/local-state.ts';
import { post, stripeHeaders } from '../support/senders.ts';
import { steeredHandler } from '../support/steered-handler.ts';

/* Events that fail for good, `sallyport dlq`, and messages on the queue that are none of ours. */

const data = temporaryData();
const handler = steeredHandler(dirname(data.path));
const secret = 'whsec_dead_letters';
let local: LocalRun;
let state: LocalState;

const send = async (id: string, type = 'invoice.paid') => {
  const body = JSON.stringify({ id, type });
  return (await post(`${local.gateway}/hooks/stripe`, body, stripeHeaders(secret, body))).id;
};
const dlq = (...args: readonly string[]) => sallyport(data.path, ['dlq', ...args]);
const listed = async (...args: readonly string[]) =>
  jsonLines(await dlq('list', '--json', ...args)).flatMap(({ id }) => id ?? []);

/** The event whose handler throws each time, and the one that no repetition can help. */
let down: string;
let fatal: string;

beforeAll(async () => {
  local = await startLocalRun(data.path, ['--no-samples', '--handlers', handler.handlers]);
  await sallyport(data.path, ['secrets', 'set', 'stripe'], secret);
  state = await localState(data.path);
  handler.steer({ evt_down: { throws: 1000 }, evt_fatal: { isFatal: true } });
  down = await send('evt_down');
  fatal = await send('evt_fatal', 'account.\u202eclosed');
});

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

test('an event fails at once when its handler says that no repetition can help', async () => {
  const [record] = await state.settled([fatal]);
  expect(record).toMatchObject({
    status: 'failed',
    outcome: 'dead-letter',
    attempts: 1,
    lastError: 'NonRetryable: no account of that name',
    history: [{ what: 'attempt', attempt: 1, outcome: 'dead-letter' }],
  });
  expect(handler.runs(fatal)).toHaveLength(1);
});

test('neighbours are handled and nothing is lost when messages on the queue are none of ours', async () => {
  const QueueUrl = state.target.places().deliveryQueueUrl;
  const foreign = [
    'good morning',
    '{"version":1}',
    '{"version":2,"sourceId":"stripe","idempotencyKey":"id:evt_0","strength":"signed"}',
    // One of ours in form, about an event that never was.
    '{"version":1,"sourceId":"stripe","idempotencyKey":"id:evt_never","strength":"signed"}',
  ];
  const sending = foreign.map((MessageBody) =>
    state.target.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
  );
  const neighbours = Array.from({ length: 12 }, (_, number) => send(`evt_${number}`));
  await Promise.all(sending);
  const ids = await Promise.all(neighbours);
  const records = await state.settled(ids);
  expect(records.map(({ status, attempts }) => [status, attempts])).toEqual(
    ids.map(() => ['done', 1]),
  );
  expect(ids.map((id) => handler.runs(id).length)).toEqual(ids.map(() => 1));
  // They are still on their way to the dead-letter queue: nothing waits there yet.
  const { stdout } = await dlq('list');
  expect(stdout).not.toContain('wait in the dead-letter queues');
});

test('an event fails with its last error when its handler throws five times', async () => {
  const [record] = await state.settled([down], 60);
  expect(record).toMatchObject({
    status: 'failed',
    outcome: 'dead-letter',
    attempts: 5,
    lastError: 'Error: the ledger is down',
  });
  expect(record?.history).toMatchObject(
    [1, 2, 3, 4, 5].map((attempt) => ({
      what: 'attempt',
      attempt,
      outcome: attempt === 5 ? 'dead-letter' : 'retry',
      error: 'Error: the ledger is down',
    })),
  );
  const runs = handler.runs(down);
  expect(runs.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5]);
  const pauses = runs.slice(1).map(({ atMs }, at) => atMs - (runs[at]?.atMs ?? 0));
  // 1, 2, 4 and 8 seconds; queues round to whole ones.
  pauses.forEach((pause, at) => {
    expect(pause).toBeGreaterThanOrEqual(2 ** at * 1000 - 600);
  });
});

test('dlq list shows each failed event with its error when events have failed', async () => {
  await state.settled([down, fatal], 60);
  expect(await listed()).toEqual([fatal, down]);
  expect(await listed('--limit', '1')).toEqual([fatal]);
  expect(await listed('--source', 'github')).toEqual([]);
  expect(await listed('--since', (await state.record(fatal)).receivedAt)).toEqual([fatal]);
  const { code, stdout, stderr } = await dlq('list');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const row = 'Z  stripe +invoice\\.paid +5 +Error: the ledger is down +';
  expect(stdout).toMatch(new RegExp(`${row}${down}$`, 'm'));
  // What a sender wrote does not steer the terminal.
  expect(stdout).toMatch(new RegExp(`account\\.\\\\u\\{202e\\}closed .*${fatal}$`, 'm'));
});

test.each([
  ['no reason is given', [], '--reason is missing'],
  ['the source is unknown', ['--source', 'nobody', '--reason', 'r'], '"nobody" is not configured'],
])('a redrive is refused in one line when %s', async (_when, args, text) => {
  expectRefused(await dlq('redrive', ...args), 2, text);
});

test('nothing changes when a redrive is a dry run', async () => {
  const before = { runs: handler.runs().length, items: await state.items() };
  const [plan] = jsonLines(await dlq('redrive', '--dry-run', '--json'));
  expect(plan).toMatchObject({ replayable: 2, refused: {} });
  expect({ runs: handler.runs().length, items: await state.items() }).toEqual(before);
});

test('an event fails once more when it is redriven before its handler is mended', async () => {
  const before = await state.record(fatal);
  expect((await dlq('redrive', fatal, '--reason', 'a try')).code).toBe(0);
  const [after] = await state.settled([fatal]);
  expect(after).toMatchObject({ status: 'failed', attempts: 2 });
  expect(after?.history?.slice(0, 1)).toEqual(before.history);
  expect(after?.history?.slice(1)).toMatchObject([
    { what: 'replay', reason: 'a try' },
    { what: 'attempt', attempt: 2, outcome: 'dead-letter' },
  ]);
});

test('failed events alone are handled and done when all are redriven after the handler is mended', async () => {
  handler.steer({});
  const done = handler.runs().length;
  const finished = await dlq('redrive', '--reason', 'the ledger is up again', '--json');
  expect(finished.code).toBe(0);
  expect(jsonLines(finished)).toMatchObject([
    { id: down, result: 'replayed' },
    { id: fatal, result: 'replayed' },
    { replayed: 2, refused: 0, finished: true },
  ]);
  const [record] = await state.settled([down, fatal]);
  expect(record).toMatchObject({ status: 'done', outcome: 'succeeded', attempts: 6 });
  expect(record).not.toHaveProperty('lastError');
  expect(record?.history).toHaveLength(7);
  expect(record?.history?.slice(5)).toMatchObject([
    { what: 'replay', reason: 'the ledger is up again' },
    { what: 'attempt', attempt: 6, outcome: 'succeeded' },
  ]);
  const [again, ...others] = handler.runs().slice(done);
  expect(others).toHaveLength(1);
  expect(again).toMatchObject({ isReplay: true, idempotencyKey: 'id:evt_down' });
  expect(await listed()).toEqual([]);
});

test('dlq list says so when a message waits in the dead-letter queue', async () => {
  const [QueueUrl = ''] = state.target.places().deadLetterUrls;
  await state.target.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'good morning' }));
  const { stdout } = await dlq('list');
  expect(stdout).toMatch(/^1 messages wait in the dead-letter queues: they are none of ours/m);
  expect(jsonLines(await dlq('list', '--json'))).toEqual([{ failed: 0, waiting: 1 }]);
  // The dead-letter function looked at it and left it there.
  const count = new GetQueueAttributesCommand({
    QueueUrl,
    AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
  });
  await eventually(
    async () => {
      const { Attributes } = await state.target.sqs.send(count);
      return Attributes?.['ApproximateNumberOfMessagesNotVisible'] === '1' ? true : undefined;
    },
    20,
    'the dead-letter function to look at the message',
  );
});
