import { monotonicFactory } from 'ulid';
import { expiryRecorder } from '../../lambda/aws/expiry-record.ts';
import { sha256Hex } from '../../lambda/crypto/hash.ts';
import { receive } from '../../lambda/ingress/receive.ts';
import { callbackExpiredType, callbackKey } from '../../lambda/model/callback.ts';
import { expireCallbacks } from '../../lambda/sweeper/expire-callbacks.ts';
import {
  claimOf,
  stopObjectServer,
  type TestStorage,
  testStorage,
} from '../support/audit-table.ts';
import { type CallbackIngress, callbackIngress } from '../support/callback-ingress.ts';
import { type AnswerParts, answer, type TestCallback } from '../support/callbacks.ts';
import { problemsOf, type Verifying, verifyingOver } from '../support/verifying.ts';

/* Answers to callbacks and expiries, written by the ingress and the sweeper on a real wire: as they were left, and altered. */

const sources = { pay: { callbacks: true, methods: ['POST', 'GET'] } };
const newId = monotonicFactory();
let storage: TestStorage;
let at: CallbackIngress;
let verifying: Verifying;

beforeEach(async () => {
  storage = await testStorage();
  at = callbackIngress(storage, sources);
  verifying = verifyingOver(storage, sources);
});
afterEach(() => storage.stop());
afterAll(stopObjectServer);

/** Answers a callback; the id of the record. */
async function send({ token }: TestCallback, parts: Partial<AnswerParts> = {}): Promise<string> {
  const raw = answer({ source: 'pay', token, body: 'paid', ...parts });
  return (await receive(raw, { ...at.ingress, newId })).reached.request.deliveryId;
}

const keyOf = ({ callback }: TestCallback, use = 1) => ({
  sourceId: 'pay',
  idempotencyKey: callbackKey(callback.digest, use),
});

async function handle(minted: TestCallback): Promise<void> {
  await storage.events.complete(claimOf(await storage.events.claim(keyOf(minted))), 'succeeded');
}

/** Lets the callback's time run out, and the sweeper say so; the id of the record. */
async function expire(minted: TestCallback): Promise<string> {
  storage.clock.advance(120_000);
  const recordExpiry = expiryRecorder({
    ...storage.table,
    retentionDays: 90,
    reenqueueAfterSeconds: 60,
    sources: [...at.ingress.sources.values()],
    clock: storage.clock,
    newId,
  });
  await expireCallbacks({ ...at.expiry, recordExpiry }, Number.POSITIVE_INFINITY);
  return String((await storage.item(`pay#${keyOf(minted).idempotencyKey}`))['id']);
}

test('nothing is found in answers, redeliveries, refusals and expiries as they were left', async () => {
  const once = await at.mint('pay', { ttl: 60 });
  const thrice = await at.mint('pay', { ttl: 60, uses: 3, data: { order: 42 } });
  const never = await at.mint('pay', { ttl: 60 });
  const handled = await at.mint('pay', { ttl: 60 });
  const first = await send(once);
  const duplicate = await send(once);
  const used = await send(once, { body: 'refused' });
  await handle(once);
  await send(once);
  await send(thrice);
  const second = await send(thrice, { body: 'other' });
  const queried = await send(thrice, { method: 'GET', body: '', query: { b: '1', a: '2' } });
  const unknown = await send({ ...once, token: 'x'.repeat(32) });
  await expire(handled);
  await handle(handled);
  const expired = await expire(never);
  const late = await send(never);
  const found = await verifying.all();
  expect(problemsOf(found)).toEqual([]);
  expect(found).toHaveLength(11);
  const states = new Map(found.map(({ id, body, signature }) => [id, [body, signature]]));
  for (const id of [first, second, queried, expired])
    expect(states.get(id)).toEqual(['intact', 'none']);
  for (const id of [duplicate, used, unknown, late])
    expect(states.get(id)).toEqual(['not-kept', 'none']);
});

test.each<[string, object, string]>([
  [
    'its check is gone',
    { checks: [{ check: 'source-ip', result: 'passed' }] },
    'its key and its checks differ on a callback',
  ],
  [
    'its callback is gone',
    { callback: undefined },
    'its key and what it names differ on a callback',
  ],
  [
    'its body and digest are others',
    { body: Buffer.from('x'), bodyEncoding: 'identity', bodyBytes: 1, bodySha256: sha256Hex('x') },
    'its body is not what makes the answer another one',
  ],
  ['its callback takes fewer', { callbackUses: 1 }, 'it is answer 2 to a callback that takes 1'],
  [
    'it is said to be an expiry',
    { origin: 'expiry', eventType: callbackExpiredType },
    'it says that no answer came, and has checks, an address, a method, a body',
  ],
  [
    'its type is that of an expiry',
    { eventType: callbackExpiredType },
    'its origin is its sender, its type callback.expired',
  ],
  [
    'its key is that of another callback',
    { idempotencyKey: callbackKey('0'.repeat(64), 2) },
    'it does not stand where a record of its id, status and event belongs',
  ],
])('an answer is broken when %s', async (_when, changes, problem) => {
  const minted = await at.mint('pay', { uses: 2 });
  await send(minted);
  const id = await send(minted, { body: 'other' });
  expect((await verifying.altered(id, changes))?.problems).toContain(problem);
});

test.each<[string, object, string]>([
  [
    'its body is another',
    { bodySha256: sha256Hex('x') },
    'it is a duplicate, and its body is not that of its event',
  ],
  ['it is a conflict', { status: 'conflict' }, 'it is a conflict, and answers make none'],
  [
    'it names no callback',
    { callback: undefined },
    'its key and what it names differ on a callback',
  ],
])('a redelivered answer is broken when %s', async (_when, changes, problem) => {
  const minted = await at.mint('pay');
  await send(minted);
  const id = await send(minted);
  expect((await verifying.altered(id, changes))?.problems).toContain(problem);
});

const checks = [{ check: 'callback', result: 'passed' }];
test.each<[string, object, string]>([
  [
    'a body was added',
    { body: Buffer.from('x') },
    'the stored body has another digest than the received one',
  ],
  [
    'a body was added with its digest',
    { body: Buffer.from('x'), bodyBytes: 1, bodySha256: sha256Hex('x') },
    'it says that no answer came, and has a body',
  ],
  ['its type was changed', { eventType: 'paid' }, 'its origin is expiry, its type paid'],
  ['its type is gone', { eventType: undefined }, 'its origin is expiry, its type none'],
  ['checks were made up', { checks }, 'it says that no answer came, and has checks'],
  ['it is said to be sent', { origin: undefined }, 'it was accepted without a check'],
  [
    'it is said to be sent and checked',
    { origin: undefined, eventType: undefined, checks, bodySha256: sha256Hex('x') },
    'its body is not what makes the answer another one',
  ],
  [
    'a sender was made up',
    { sourceIp: '192.0.2.1', method: 'POST', headers: { a: 'b' }, query: { a: 'b' } },
    'it says that no answer came, and has an address, a method, headers, a query',
  ],
  ['it came twice', { deliveries: 2 }, 'it says that no answer came, more than once'],
  [
    'it is of another answer',
    { idempotencyKey: callbackKey('0'.repeat(64), 2) },
    'it says that no answer came, and its key is not that of the first',
  ],
  [
    'no callback is named',
    { callback: undefined },
    'its key and what it names differ on a callback',
  ],
])('an expiry is broken when %s', async (_when, changes, problem) => {
  const id = await expire(await at.mint('pay', { ttl: 60 }));
  expect(await verifying.one(id)).toMatchObject({
    body: 'intact',
    signature: 'none',
    problems: [],
  });
  expect((await verifying.altered(id, changes))?.problems).toContain(problem);
});

test('a refusal by its callback is broken when its checks say otherwise', async () => {
  const minted = await at.mint('pay');
  await send(minted);
  const id = await send(minted, { body: 'other' });
  const passed = { checks, reason: 'callback-used' };
  expect((await verifying.altered(id, passed))?.problems).toEqual([
    'it was rejected as callback-used, its checks say otherwise',
  ]);
});
