import { consoleApi } from '../../cli/console/api.ts';
import type { CallbacksView, RecordDetail, RecordPage } from '../../cli/console/page/api.ts';
import type { Target } from '../../cli/target.ts';
import { keepCallback } from '../../lambda/aws/callback-store.ts';
import type { CallbackOrder } from '../../lambda/callbacks/order.ts';
import { receive } from '../../lambda/ingress/receive.ts';
import { callbackItemKey, listingShard, shardOf } from '../../lambda/model/audit-table.ts';
import { stopObjectServer, type TestStorage, testStorage } from '../support/audit-table.ts';
import { type CallbackIngress, callbackIngress } from '../support/callback-ingress.ts';
import { answer, mintTest, type TestCallback } from '../support/callbacks.ts';
import { nowhere, targetAt } from '../support/doctor.ts';
import { recordId } from '../support/records.ts';

/* Callbacks in what the console answers: with the record of an answer, with one that says that none came, and by their ref. */

let storage: TestStorage;
let at: CallbackIngress;
let target: Target;
let ids = 0;
const minted: TestCallback[] = [];

beforeAll(async () => {
  storage = await testStorage();
  const sources = { pay: { callbacks: true } };
  at = callbackIngress(storage, sources);
  target = targetAt(nowhere, sources, { dynamoDb: storage.table.client });
});
afterAll(async () => {
  await storage.stop();
  await stopObjectServer();
});

/** Mints one that waits as seen from today, whatever the clock of the receiver says. */
async function mint(order: Partial<CallbackOrder>, nowMs = Date.now()): Promise<TestCallback> {
  const one = mintTest('pay', nowMs, order);
  minted.push(one);
  await keepCallback(storage.table, one.callback);
  return one;
}

/** Answers it; returns the id of the record. */
async function send({ token }: TestCallback, body: string): Promise<string> {
  ids += 1;
  const id = recordId(ids);
  await receive(answer({ source: 'pay', token, body }), { ...at.ingress, newId: () => id });
  return id;
}

async function ask<T>(path: string): Promise<T> {
  const { pathname, searchParams: query } = new URL(path, 'http://console');
  const asked = { method: 'GET', path: pathname, query };
  const found = await consoleApi(target, { mayWrite: false })(asked);
  if (found.kind !== 'json') throw new Error(`${path} is answered by a ${found.kind}`);
  const text = JSON.stringify(found.value);
  for (const { token } of minted) expect(text).not.toContain(token);
  return JSON.parse(text) as T;
}
const detail = (id: string) => ask<RecordDetail>(`/records/${id}`);
async function states(ref: string): Promise<CallbacksView['callbacks']> {
  const query = new URLSearchParams({ source: 'pay', ref });
  const found = await ask<CallbacksView>(`/callbacks?${query}`);
  for (const { callback } of minted) expect(JSON.stringify(found)).not.toContain(callback.digest);
  return found.callbacks;
}

test('an answer shows its callback: ref, use, and data with its lines', async () => {
  const one = await mint({ ref: 'ORDER-1', uses: 3, data: { order: 1, to: '<b>' } });
  await send(one, 'first');
  const second = await detail(await send(one, 'second'));
  expect(second.callback).toEqual({
    ref: 'ORDER-1',
    use: 2,
    uses: 3,
    data: '{\n  "order": 1,\n  "to": "<b>"\n}',
    isExpiry: false,
  });
});

test('one that takes a single answer and has no data says so', async () => {
  const found = await detail(await send(await mint({ ref: 'ORDER-2' }), 'answer'));
  expect(found.callback).toEqual({ ref: 'ORDER-2', use: 1, uses: 1, isExpiry: false });
});

test('a repetition knows which answer it repeats, and nothing more', async () => {
  const one = await mint({ ref: 'ORDER-3', uses: 2, data: 1 });
  await send(one, 'answer');
  const again = await detail(await send(one, 'answer'));
  expect(again.record.status).toBe('duplicate');
  expect(again.callback).toEqual({ ref: 'ORDER-3', use: 1, isExpiry: false });
});

test('a workflow that waits is not shown', async () => {
  const one = await mint({ ref: 'ORDER-4', taskToken: 'the-task-token' });
  expect(JSON.stringify(await detail(await send(one, 'x')))).not.toContain('the-task-token');
  expect(JSON.stringify(await states('ORDER-4'))).not.toContain('the-task-token');
});

test('an expiry says that no answer came, and has data and no request', async () => {
  const { callback } = await mint({ ref: 'LATE', data: { order: 5 } });
  ids += 1;
  const id = recordId(ids);
  const { digest } = callback;
  const due = { ...callbackItemKey('pay', digest), sourceId: 'pay', digest };
  await at.expiry.recordExpiry(due, callback);
  // As the sweeper writes it, but for the id: those of its tests are no ULIDs.
  const [written] = (await storage.items()).filter(({ origin }) => origin === 'expiry');
  await storage.tamper(
    { sourceId: 'pay', idempotencyKey: String(written?.['idempotencyKey']) },
    { id, listingShard: listingShard('pay', shardOf(id)) },
  );
  const found = await detail(id);
  expect(found).toMatchObject({
    record: { origin: 'expiry', headers: {}, query: {}, sourceIp: '', method: '' },
    checks: [],
    callback: { ref: 'LATE', use: 1, uses: 1, data: '{\n  "order": 5\n}', isExpiry: true },
  });
  expect(found.timeline[0]?.label).toBe('no answer came in time: recorded as an event');
});

test('a list has the ref on the line', async () => {
  const { records } = await ask<RecordPage>('/records?limit=200');
  expect(records.filter(({ callback }) => callback?.ref === 'ORDER-2')).toHaveLength(1);
});

test('a ref has its callbacks, the newest first: waiting, answered, expired', async () => {
  const ref = 'ORDER 6 & more';
  await mint({ ref }, Date.now() - 24 * 3_600_000);
  const answered = await mint({ ref, uses: 2 });
  const id = await send(answered, 'x');
  await mint({ ref });
  expect(await states(ref)).toEqual([
    { state: 'waiting', used: 0, uses: 1, expiresAt: expect.any(String), records: [] },
    { state: 'answered', used: 1, uses: 2, expiresAt: expect.any(String), records: [id] },
    { state: 'expired', used: 0, uses: 1, expiresAt: expect.any(String), records: [] },
  ]);
  expect(await states('ORDER 6')).toEqual([]);
});
