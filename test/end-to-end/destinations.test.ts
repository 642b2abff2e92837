import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { localCredentials } from '../../cli/target.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import type { Refusal } from '../../local/emulators/destinations.ts';
import { startDestinations } from '../../local/emulators/destinations.ts';
import type { Emulator } from '../../local/emulators/emulator.ts';
import {
  eventually,
  jsonLines,
  jsonLinesIn,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { type LocalState, localState } from '../support/local-state.ts';
import { post, stripeHeaders } from '../support/senders.ts';
import { steeredHandler } from '../support/steered-handler.ts';

/* One source and its destinations over the whole local run, one of which fails until it is mended. */

const data = temporaryData();
const handler = steeredHandler(dirname(data.path));
const secret = 'whsec_destinations';
const config = join(dirname(data.path), 'receiver.json');
const arn = (service: string, resource: string) =>
  `arn:aws:${service}:eu-west-1:000000000000:${resource}`;
writeFileSync(
  config,
  JSON.stringify({
    sources: {
      stripe: {
        provider: 'stripe',
        destinations: [
          { id: 'bus', kind: 'eventbridge', busArn: arn('events', 'event-bus/orders') },
          {
            id: 'large',
            kind: 'sqs',
            queueArn: arn('sqs', 'orders'),
            filter: { amount: [{ numeric: ['>', 100] }] },
          },
          { id: 'crm', kind: 'lambda', functionArn: arn('lambda', 'function:crm'), concurrency: 2 },
          { id: 'inside', kind: 'https', url: 'https://localhost:8443/', types: ['to.inside'] },
        ],
      },
    },
  }),
);

/** Lambda is elsewhere, and refuses while it is told to. */
let lambda: Emulator;
let refusal: Refusal | undefined;
let calls = 0;
let local: LocalRun;
let state: LocalState;

const send = async (id: string, more: object = {}) => {
  const body = JSON.stringify({ id, type: 'invoice.paid', amount: 7, ...more });
  return (await post(`${local.gateway}/hooks/stripe`, body, stripeHeaders(secret, body))).id;
};
const cli = (...args: readonly string[]) => sallyport(data.path, args);
const sentHere = (): readonly Record<string, unknown>[] => {
  const file = join(data.path, 'destinations.jsonl');
  return existsSync(file) ? jsonLinesIn(readFileSync(file, 'utf8')) : [];
};

beforeAll(async () => {
  lambda = await startDestinations(() => {
    calls += 1;
    return refusal;
  });
  const options = ['--no-samples', '--handlers', handler.handlers, '--config', config];
  local = await startLocalRun(data.path, options, { AWS_ENDPOINT_URL_LAMBDA: lambda.url });
  await sallyport(data.path, ['secrets', 'set', 'stripe'], secret);
  state = await localState(data.path);
});
afterAll(async () => {
  await local.end('SIGTERM');
  await lambda.stop();
  data.remove();
});

/** The records of the event's ways, once each has begun and ended. */
const ways = (id: string, ...destinations: readonly string[]): Promise<readonly AuditRecord[]> =>
  eventually(
    async () => {
      const found = await Promise.all(
        destinations.map((destination) => state.reader.find(`${id}/${destination}`)),
      );
      const settled = found.filter((one) => one?.status === 'done' || one?.status === 'failed');
      return settled.length === found.length ? found.filter((one) => one !== undefined) : undefined;
    },
    60,
    `every way of ${id} done or failed`,
  );

test('an event is handled once, and goes once to each destination that wants it', async () => {
  const id = await send('evt_1', { amount: 700 });
  const records = await ways(id, 'bus', 'large', 'crm');
  expect(records).toMatchObject(
    ['bus', 'large', 'crm'].map((destination) => ({
      id: `${id}/${destination}`,
      destination,
      eventRecordId: id,
      status: 'done',
      outcome: 'succeeded',
      attempts: 1,
    })),
  );
  expect((await state.settled([id]))[0]).toMatchObject({ status: 'done', outcome: 'succeeded' });
  expect(handler.runs(id)).toHaveLength(1);

  const [put, ...more] = sentHere();
  expect(more).toEqual([]);
  expect(put).toMatchObject({ operation: 'PutEvents' });
  const { Entries } = (put?.['input'] ?? {}) as { readonly Entries?: Record<string, string>[] };
  expect(JSON.parse(Entries?.[0]?.['Detail'] ?? '')).toMatchObject({
    specversion: '1.0',
    id,
    source: '/sallyport/local/stripe',
    type: 'invoice.paid',
    subject: 'evt_1',
    data: { id: 'evt_1', amount: 700 },
  });

  const run = JSON.parse(readFileSync(join(data.path, 'run.json'), 'utf8'));
  const sqs = new SQSClient({
    endpoint: run.endpoints.sqs,
    region: 'eu-west-1',
    ...localCredentials(),
  });
  const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/000000000000/orders';
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, MaxNumberOfMessages: 10 }),
  );
  expect(Messages.map(({ Body = '' }) => JSON.parse(Body).id)).toEqual([id]);
});

test('a destination gets nothing that its filter does not let through', async () => {
  const id = await send('evt_small');
  await ways(id, 'bus', 'crm');
  const { code, stderr } = await cli('audit', 'show', `${id}/large`);
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringMatching(/no record/) });
});

let failing: string;

test('one destination that fails repeats neither the others nor the handler', async () => {
  refusal = { code: 'ServiceException', status: 500 };
  failing = await send('evt_2');
  const before = sentHere().length;
  const [bus] = await ways(failing, 'bus');
  expect(bus).toMatchObject({ status: 'done', attempts: 1 });
  const [crm] = await ways(failing, 'crm');
  expect(crm).toMatchObject({
    status: 'failed',
    outcome: 'dead-letter',
    attempts: 5,
    lastError: expect.stringMatching(/^Error: Lambda: ServiceException: /),
  });
  expect((await state.settled([failing]))[0]).toMatchObject({ status: 'done', attempts: 1 });
  expect(handler.runs(failing)).toHaveLength(1);
  expect(sentHere().length).toBeLessThanOrEqual(before + 1);
}, 120_000);

test('dlq list shows the way that failed, and audit show what became of it', async () => {
  const listed = jsonLines(await cli('dlq', 'list', '--json'));
  expect(listed.map(({ id }) => id)).toEqual([`${failing}/crm`]);
  const { stdout } = await cli('dlq', 'list');
  expect(stdout).toMatch(new RegExp(`Error: Lambda: ServiceException: .* ${failing}/crm$`, 'm'));
  const [shown] = jsonLines(await cli('audit', 'show', `${failing}/crm`, '--json'));
  expect(shown).toMatchObject({ status: 'failed', destination: 'crm' });
  expect(shown?.['history']).toHaveLength(5);
});

test('one way alone is sent again when it is replayed by its id', async () => {
  refusal = undefined;
  const [callsBefore, sentBefore] = [calls, sentHere().length];
  const { code, stderr } = await cli('replay', `${failing}/crm`, '--reason', 'crm is back');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const [crm] = await ways(failing, 'crm');
  expect(crm).toMatchObject({ status: 'done', outcome: 'succeeded', attempts: 6 });
  expect(crm?.history?.at(-2)).toMatchObject({ what: 'replay', reason: 'crm is back' });
  expect(calls).toBe(callsBefore + 1);
  expect(sentHere()).toHaveLength(sentBefore);
  expect(handler.runs(failing)).toHaveLength(1);
  const failed = async () => jsonLines(await cli('dlq', 'list', '--json'))[0]?.['failed'];
  // The index of failed events is a moment behind.
  await eventually(async () => ((await failed()) === 0 ? true : undefined), 10, 'an empty list');
});

test('an event that is replayed is handled again, and sent on no second time', async () => {
  const sentBefore = sentHere().length;
  expect((await cli('replay', failing, '--reason', 'the ledger lost it')).code).toBe(0);
  await state.settled([failing]);
  await eventually(
    async () => (handler.runs(failing).length === 2 ? true : undefined),
    20,
    'the second run of the handler',
  );
  await state.settled([failing]);
  expect(sentHere()).toHaveLength(sentBefore);
  expect((await ways(failing, 'bus'))[0]).toMatchObject({ attempts: 1 });
});

test('nothing is posted to this machine, and its secret is there as those of sources are', async () => {
  const id = await send('evt_3', { type: 'to.inside' });
  const [inside] = await ways(id, 'inside');
  expect(inside).toMatchObject({
    status: 'failed',
    lastError: expect.stringMatching(/^Error: localhost is refused: it has (127\.0\.0\.1|::1)$/),
  });
  const set = await sallyport(
    data.path,
    ['secrets', 'set', 'stripe/to/inside'],
    `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
  );
  expect(set).toMatchObject({ code: 0, stderr: '' });
  const { stdout } = await cli('doctor');
  expect(stdout).toMatch(/stripe\/to\/inside/);
}, 120_000);

test('every event and every way of it is intact, and a way that was altered is found', async () => {
  const events = (await state.records()).filter(({ status }) => status === 'done');
  const all = await cli('audit', 'verify', '--json');
  const found = jsonLines(all);
  expect(found.filter(({ problems }) => (problems as [])?.length > 0)).toEqual([]);
  const ids = found.map(({ id }) => String(id));
  for (const id of ['bus', 'crm'].map((destination) => `${failing}/${destination}`))
    expect(ids.indexOf(id)).toBeGreaterThan(ids.indexOf(failing));
  expect(ids.filter((id) => id.includes('/')).length).toBeGreaterThanOrEqual(events.length);
  expect(all.code).toBe(0);

  const way = `${failing}/crm`;
  const key = await state.reader.keyOf(way);
  const { dynamoDb, auditTable: TableName } = state.target;
  const setOutcome = (outcome: string) =>
    dynamoDb.send(
      new UpdateItemCommand({
        TableName,
        Key: marshall(key),
        UpdateExpression: 'SET outcome = :outcome',
        ExpressionAttributeValues: marshall({ ':outcome': outcome }),
      }),
    );
  await setOutcome('skipped');
  const alone = await cli('audit', 'verify', way);
  expect(alone).toMatchObject({ code: 1 });
  expect(alone.stdout).toMatch(new RegExp(`^${way} stripe: it is done with skipped;`));
  expect(await cli('audit', 'verify', failing)).toMatchObject({ code: 0 });
  const over = await cli('audit', 'verify', '--source', 'stripe');
  expect(over).toMatchObject({ code: 1 });
  expect(over.stdout).toContain(`${way} stripe: `);
  await setOutcome('succeeded');
  expect(await cli('audit', 'verify', way)).toMatchObject({ code: 0 });
  const none = await cli('audit', 'verify', `${failing}/large`);
  expect(none).toMatchObject({ code: 1, stderr: expect.stringMatching(/no record .*\/large/) });
}, 120_000);
