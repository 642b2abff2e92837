import { Agent, request } from 'node:http';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { type LocalRun, sallyport, startLocalRun, temporaryData } from '../support/local-run.ts';
import { type LocalState, localState } from '../support/local-state.ts';
import { type Sent, stripeHeaders } from '../support/senders.ts';
import { steeredHandler } from '../support/steered-handler.ts';

/* The same event again: at once, a thousand times over, and after a restart. */

const copies = 1000;
const data = temporaryData();
const handler = steeredHandler(dirname(data.path));
const options = ['--no-samples', '--handlers', handler.handlers];
const secret = 'whsec_duplicates';
/** As many at once as a busy machine can answer before senders lose patience. */
const agent = new Agent({ keepAlive: true, maxSockets: 24 });
let local: LocalRun;
let state: LocalState;

beforeAll(async () => {
  local = await startLocalRun(data.path, options);
  await sallyport(data.path, ['secrets', 'set', 'stripe'], secret);
  state = await localState(data.path);
});

afterAll(async () => {
  agent.destroy();
  await local.end('SIGTERM');
  data.remove();
});

/** One delivery, over one of the agent's connections. */
function deliver(body: string): Promise<Sent> {
  const { promise, resolve, reject } = Promise.withResolvers<Sent>();
  const headers = stripeHeaders(secret, body);
  request(`${local.gateway}/hooks/stripe`, { method: 'POST', agent, headers }, (response) => {
    const id = String(response.headers['x-sallyport-id']);
    text(response).then(() => resolve({ httpStatus: response.statusCode ?? 0, id }), reject);
  })
    .once('error', reject)
    .end(body);
  return promise;
}

const bodyOf = (id: string) => JSON.stringify({ id, type: 'invoice.paid' });

/** The record that is the event itself. */
function eventAmong(records: readonly AuditRecord[]): AuditRecord {
  const [event, ...others] = records.filter(({ status }) => status !== 'duplicate');
  if (event === undefined || others.length > 0) throw new Error('not one event');
  return event;
}

test('one run and one event with its duplicates are on record when a thousand copies come at a time', async () => {
  const body = bodyOf('evt_thousandfold');
  const replies = await Promise.all(Array.from({ length: copies }, () => deliver(body)));
  expect(new Set(replies.map(({ httpStatus }) => httpStatus))).toEqual(new Set([200]));
  expect(new Set(replies.map(({ id }) => id)).size).toBe(copies);

  const records = await state.records();
  expect(new Set(records.map(({ id }) => id))).toEqual(new Set(replies.map(({ id }) => id)));
  const event = eventAmong(records);
  const [done] = await state.settled([event.id]);
  expect(done).toMatchObject({ status: 'done', attempts: 1, deliveries: copies });
  const duplicates = records.filter(({ status }) => status === 'duplicate');
  expect(duplicates).toHaveLength(copies - 1);
  expect(new Set(duplicates.map(({ eventRecordId }) => eventRecordId))).toEqual(
    new Set([event.id]),
  );
  expect(handler.runs().map(({ idempotencyKey }) => idempotencyKey)).toEqual([
    'id:evt_thousandfold',
  ]);
}, 120_000);

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'nothing runs a second time when the same event comes again after a restart by %s',
  async (signal) => {
    const body = bodyOf(`evt_${signal}`);
    const first = await deliver(body);
    await state.settled([first.id]);
    await local.end(signal);
    local = await startLocalRun(data.path, options);
    state = await localState(data.path);
    const again = await deliver(body);
    expect(again.httpStatus).toBe(200);
    expect(await state.record(again.id)).toMatchObject({
      status: 'duplicate',
      eventRecordId: first.id,
    });
    // Another event that comes behind it is handled: nothing is left in the queue.
    const next = await deliver(bodyOf(`evt_after_${signal}`));
    await state.settled([next.id]);
    expect(await state.record(first.id)).toMatchObject({
      status: 'done',
      attempts: 1,
      deliveries: 2,
    });
    expect(handler.runs(first.id)).toHaveLength(1);
    expect(handler.runs(again.id)).toEqual([]);
  },
);
