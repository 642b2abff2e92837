import { monotonicFactory } from 'ulid';
import { fieldProblems } from '../../cli/verify/verify-fields.ts';
import type { VerifiedRecord } from '../../cli/verify-record.ts';
import type { EventItem } from '../../lambda/aws/audit-items.ts';
import type { EventKey } from '../../lambda/model/delivery.ts';
import { waiterId } from '../../lambda/model/destination.ts';
import {
  claimOf,
  stopObjectServer,
  type TestStorage,
  testStorage,
} from '../support/audit-table.ts';
import { testNowMs } from '../support/clock.ts';
import { keyOf, testDelivery } from '../support/deliveries.ts';
import { bank } from '../support/requests.ts';
import { problemsOf, type Verifying, verifyingOver } from '../support/verifying.ts';

/* An event's ways to its destinations, written by the worker's storage on a real wire: as they were left, and altered. */

const newId = monotonicFactory();
let storage: TestStorage;
let verifying: Verifying;
let key: EventKey;
let eventId: string;

beforeEach(async () => {
  storage = await testStorage();
  // The body is signed by nobody here.
  const { signature: _none, ...config } = bank.config;
  verifying = verifyingOver(storage, { bank: config });
  eventId = newId(testNowMs);
  const delivery = testDelivery('{"amount":7}', eventId);
  key = keyOf(delivery);
  await storage.audit.recordEvent({
    ...delivery,
    eventType: 'payment',
    checks: [{ check: 'token', result: 'passed' }],
    secretVersion: 'current',
  });
  const claim = claimOf(await storage.events.claim(key));
  await storage.events.forward(claim, ['crm', 'erp', 'later']);
  await storage.events.complete(claim, 'forwarded');
  await storage.events.complete(await claimWay('erp'), 'succeeded');
  await storage.events.release(await claimWay('crm'), {
    error: 'Error: closed',
    retryInSeconds: 1,
    isAttempt: true,
  });
  storage.clock.advance(10_000);
  await storage.events.fail(await claimWay('crm'), 'Error: closed');
});
afterEach(() => storage.stop());
afterAll(stopObjectServer);

const claimWay = async (destination: string) =>
  claimOf(await storage.events.claim({ ...key, destination }));
const idOf = (destination: string): string => `${eventId}/${destination}`;
const found = ({ id, body, signature, problems }: VerifiedRecord) => [
  id,
  body,
  signature,
  problems,
];

test('nothing is found in ways as they were left, and they come behind their event', async () => {
  expect((await verifying.all()).map(found)).toEqual([
    [eventId, 'intact', 'none', []],
    [idOf('crm'), 'not-kept', 'none', []],
    [idOf('erp'), 'not-kept', 'none', []],
    [idOf('later'), 'not-kept', 'none', []],
  ]);
});

test('a way is verified alone', async () => {
  expect(await verifying.one(idOf('crm'))).toEqual({
    id: idOf('crm'),
    source: 'bank',
    body: 'not-kept',
    record: 'coherent',
    signature: 'none',
    problems: [],
  });
});

test('a way whose event expired is intact, and broken where that must be there', async () => {
  // Another event under the same key, as after the time of the first.
  await storage.tamper(key, { id: newId(testNowMs) });
  const missing = `the record ${eventId} of its event is not there, and has not expired`;
  expect(problemsOf(await verifying.all())).toEqual(
    ['crm', 'erp', 'later'].map((destination) => [idOf(destination), [missing]]),
  );
  storage.clock.advance(91 * 86_400_000);
  expect(problemsOf(await verifying.all())).toEqual([]);
});

test('an event that was forwarded is broken where its ways are gone, until they may be', async () => {
  const { idempotencyKey } = key;
  const elsewhere = { sourceId: 'bank', idempotencyKey: 'id:elsewhere' };
  const event = await storage.item(`bank#${idempotencyKey}`);
  const id = newId(testNowMs);
  await storage.tamper(elsewhere, { ...event, ...elsewhere, pk: 'bank#id:elsewhere', id });
  expect(problemsOf(await verifying.all())).toEqual([
    [id, ['it was forwarded, and no way to a destination is there']],
  ]);
  storage.clock.advance(91 * 86_400_000);
  expect(problemsOf(await verifying.all())).toEqual([]);
});

describe('a way is broken when', () => {
  const body = Buffer.from('{"amount":8}');
  test.each<[string, object, string]>([
    [
      'it is of another event',
      { eventRecordId: '01M85CJX78SGCM9XNWKR62T8PT' },
      'it goes to erp for 01M85CJX78SGCM9XNWKR62T8PT, which its id does not say',
    ],
    [
      'it goes elsewhere',
      { destination: 'crm' },
      'it does not stand where a record of its id, status and event belongs',
    ],
    ['its type is another', { eventType: 'refund' }, 'its event says otherwise: eventType'],
    [
      'its body is another',
      { bodySha256: 'c'.repeat(64), bodyBytes: 9 },
      'its event says otherwise: bodyBytes, bodySha256',
    ],
    ['its event id is another', { eventId: 'evt-2' }, 'its event says otherwise: eventId'],
    ['it is kept longer', { expiresAt: 9_999_999_999 }, 'its event says otherwise: expiresAt'],
    [
      'it has a body of its own',
      { body, bodyEncoding: 'identity' },
      'a body is there, and that of a way stays with its event',
    ],
    [
      'checks were made up',
      { checks: [{ check: 'signature', result: 'passed' }] },
      'it goes to erp, and has checks of its own',
    ],
    [
      'it is a rejection',
      { status: 'rejected', reason: 'stale' },
      'it goes to erp, and is rejected',
    ],
    [
      'its failure is said to be none',
      {
        status: 'failed',
        outcome: 'dead-letter',
        lastError: 'x',
      },
      'its outcome is dead-letter, its history says succeeded',
    ],
    [
      'its history was emptied',
      { history: [] },
      'its outcome is succeeded, its history says nothing of the kind',
    ],
    ['nothing was sent', { outcome: 'skipped' }, 'it is done with skipped'],
    ['it is open', { openShard: 'open#1' }, 'it is done and still open'],
    [
      'it is the way to a workflow that does not wait',
      { destination: waiterId },
      'it goes to a workflow, and none waits',
    ],
  ])('%s', async (_when, changes, problem) => {
    expect((await verifying.altered(idOf('erp'), changes))?.problems).toContain(problem);
  });

  test('no worker ever had its event', async () => {
    await storage.tamper(key, { attempts: 0 });
    expect((await verifying.one(idOf('erp')))?.problems).toEqual([
      'it began, and no worker had its event',
    ]);
  });
});

test('the body that a way speaks of is verified with its event', async () => {
  await storage.tamper(key, { body: Buffer.from('{"amount":8}') });
  expect(problemsOf(await verifying.all())).toEqual([
    [eventId, ['the stored body has another digest than the received one']],
  ]);
});

test('an event is handled by nobody, or goes on: a way does not', async () => {
  const item = (await storage.item(`bank#${key.idempotencyKey}`, 'to#erp')) as unknown as EventItem;
  const history = (item.history ?? []).map((entry) => ({ ...entry, outcome: 'forwarded' }));
  const forwarded = { ...item, outcome: 'forwarded', history } as EventItem;
  expect(fieldProblems(forwarded)).toEqual(['it is done with forwarded']);
});
