import { createHash } from 'node:crypto';
import { readerOf } from '../../cli/audit-reader.ts';
import { consoleApi } from '../../cli/console/api.ts';
import type { DeadLetters, RecordDetail, RecordPage, Summary } from '../../cli/console/page/api.ts';
import { summaryOf } from '../../cli/console/summary.ts';
import type { Target } from '../../cli/target.ts';
import type { EventKey, IdentifiedDelivery } from '../../lambda/model/delivery.ts';
import { waiterId } from '../../lambda/model/destination.ts';
import {
  claimOf,
  stopObjectServer,
  type TestStorage,
  testStorage,
} from '../support/audit-table.ts';
import { type AwsStandIn, awsStandIn } from '../support/aws-stand-in.ts';
import { keyOf, testDelivery } from '../support/deliveries.ts';
import { eachKind } from '../support/destinations.ts';
import { targetAt } from '../support/doctor.ts';
import { recordId } from '../support/records.ts';
import { bank } from '../support/requests.ts';

/* An event's ways to destinations in what the console answers: with their event, on their own, failed and replayed. */

const destinations = [eachKind.eventbridge, { ...eachKind.https, types: ['payment'] }];

let storage: TestStorage;
let sqs: AwsStandIn;
let target: Target;
let event: IdentifiedDelivery;
const queued: unknown[] = [];

beforeAll(async () => {
  storage = await testStorage();
  sqs = await awsStandIn();
  sqs.answers.set('SendMessage', ({ MessageBody }) => {
    queued.push(JSON.parse(String(MessageBody)));
    const md5 = createHash('md5').update(String(MessageBody)).digest('hex');
    return { MessageId: 'id', MD5OfMessageBody: md5 };
  });
  sqs.answers.set('GetQueueAttributes', () => ({
    Attributes: { ApproximateNumberOfMessages: '0' },
  }));
  target = targetAt(
    sqs.url,
    { bank: { ...bank.config, destinations } },
    { dynamoDb: storage.table.client },
  );

  event = testDelivery('{"amount":7}', recordId(1));
  await storage.audit.recordEvent(event);
  const claim = claimOf(await storage.events.claim(keyOf(event)));
  await storage.events.forward(claim, ['erp', 'events', 'gone', waiterId]);
  await storage.events.complete(claim, 'forwarded');
  await complete(way('events'));
  await fail(way('erp'), 'Error: erp is closed');
  await fail(way('gone'), 'Error: no such destination');
  // Repetitions stand in the same partition, before everything else.
  for (let again = 2; again <= 120; again += 1)
    await storage.audit.recordAgain(
      testDelivery('{"amount":7}', recordId(again)),
      'duplicate',
      recordId(1),
    );
});
afterAll(async () => {
  sqs.stop();
  await storage.stop();
  await stopObjectServer();
});

const way = (destination: string): EventKey => ({ ...keyOf(event), destination });
const complete = async (key: EventKey) =>
  storage.events.complete(claimOf(await storage.events.claim(key)), 'succeeded');
const fail = async (key: EventKey, error: string) =>
  storage.events.fail(claimOf(await storage.events.claim(key)), error);

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const { pathname, searchParams: query } = new URL(path, 'http://console');
  const answer = await consoleApi(target, { mayWrite: true })({
    method,
    path: pathname,
    query,
    body,
  });
  if (answer.kind !== 'json') throw new Error(`${path} is answered by a ${answer.kind}`);
  return JSON.parse(JSON.stringify(answer.value)) as T;
}
const detail = (id: string) => ask<RecordDetail>('GET', `/records/${encodeURIComponent(id)}`);
const idOf = (destination: string) => `${recordId(1)}/${destination}`;

test('an event shows each of its ways, however often it was repeated', async () => {
  const { ways, way: own } = await detail(recordId(1));
  expect(own).toBeUndefined();
  expect(ways).toEqual([
    { id: idOf(waiterId), destination: waiterId, kind: 'waiter', status: 'received', attempts: 0 },
    {
      id: idOf('erp'),
      destination: 'erp',
      kind: 'https',
      status: 'failed',
      attempts: 1,
      lastError: 'Error: erp is closed',
      settledAt: expect.any(String),
    },
    {
      id: idOf('events'),
      destination: 'events',
      kind: 'eventbridge',
      status: 'done',
      attempts: 1,
      settledAt: expect.any(String),
    },
    expect.objectContaining({ id: idOf('gone'), status: 'failed' }),
  ]);
  expect(ways.at(-1)).not.toHaveProperty('kind');
});

test('a way is no other delivery of its event', async () => {
  const small = testDelivery('{"amount":8}', recordId(200));
  const key = { ...small, idempotencyKey: 'id:evt-small' };
  await storage.audit.recordEvent(key);
  const claim = claimOf(await storage.events.claim(keyOf(key)));
  await storage.events.forward(claim, ['erp']);
  await storage.events.complete(claim, 'succeeded');
  await complete({ ...keyOf(key), destination: 'erp' });
  const found = await detail(recordId(200));
  expect(found.ways).toHaveLength(1);
  expect(found.related).toEqual([]);
  const repetition = await detail(recordId(2));
  expect(repetition.ways).toEqual([]);
  for (const { destination } of repetition.related) expect(destination).toBeUndefined();
});

test('a way has a view of its own that leads to its event', async () => {
  const found = await detail(idOf('erp'));
  expect(found).toMatchObject({
    record: { id: idOf('erp'), destination: 'erp', eventRecordId: recordId(1), status: 'failed' },
    way: { destination: 'erp', kind: 'https' },
    body: { kind: 'none', why: 'it stands on the record of the event' },
    ways: [],
    related: [],
  });
  expect(found).not.toHaveProperty('notReplayable');
  expect(found.timeline.map(({ label }) => label)).toEqual([
    'its event was received',
    'in the queue',
    'attempt 1: dead-letter',
    'failed',
  ]);
});

test.each(['nobody', '..', 'a/b', 'ERP', '(waiter', 'x'.repeat(33), ''])(
  'a way to %j is none',
  async (destination) => {
    const reply = detail(idOf(destination));
    await expect(reply).rejects.toMatchObject({ httpStatus: destination === 'nobody' ? 404 : 400 });
  },
);

test('what cannot be decoded is no id', async () => {
  await expect(ask('GET', '/records/%E0%A4%A')).rejects.toMatchObject({ httpStatus: 400 });
});

test('failed ways are listed among what failed, page by page', async () => {
  const first = await ask<DeadLetters>('GET', '/dead-letters?limit=1');
  expect(first.records).toMatchObject([{ id: idOf('gone'), destination: 'gone' }]);
  const { next = '' } = first;
  const second = await ask<DeadLetters>(
    'GET',
    `/dead-letters?limit=1&before=${encodeURIComponent(next)}`,
  );
  expect(second.records).toMatchObject([{ id: idOf('erp'), destination: 'erp' }]);
});

test('a search for the event’s id finds its deliveries, and a way only where it is named', async () => {
  const found = async (text: string) =>
    (await ask<RecordPage>('GET', `/records?limit=200&text=${encodeURIComponent(text)}`)).records;
  const byEvent = await found('evt-1');
  expect(byEvent.length).toBeGreaterThan(90);
  expect(byEvent.filter(({ destination }) => destination !== undefined)).toEqual([]);
  expect((await found(idOf('erp'))).map(({ id }) => id)).toEqual([idOf('erp')]);
});

test('failed ways are counted', async () => {
  const nowMs = storage.clock.nowMs() + 1000;
  const summary: Summary = await summaryOf(readerOf(target), ['bank'], { window: '1h', nowMs });
  expect(summary.bySource).toMatchObject([{ source: 'bank', failed: 2 }]);
});

test('a way is replayed by its id, alone', async () => {
  const order = { ids: [idOf('erp')], reason: 'erp is back' };
  expect(await ask('POST', '/replays', order)).toMatchObject({
    results: [{ id: idOf('erp'), result: 'replayed' }],
  });
  expect(queued.splice(0)).toEqual([expect.objectContaining({ destination: 'erp' })]);
  const { record, timeline } = await detail(idOf('erp'));
  expect(record).toMatchObject({ status: 'received', attempts: 1 });
  expect(timeline.at(-2)).toMatchObject({ label: 'replayed by tester', note: 'erp is back' });
  expect((await detail(recordId(1))).record).toMatchObject({ status: 'done', attempts: 1 });
});

test('a way that is open is refused, with the reason', async () => {
  const order = { ids: [idOf(waiterId)], reason: 'too early' };
  expect(await ask('POST', '/replays', order)).toMatchObject({
    results: [{ result: 'refused', why: 'it is not done or failed yet' }],
  });
});
