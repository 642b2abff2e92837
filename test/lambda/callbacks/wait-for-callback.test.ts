import { randomBytes } from 'node:crypto';
import { waitForCallback } from '../../../lambda/callbacks/client.ts';
import type { WaitOptions } from '../../../lambda/callbacks/wait-for-callback.ts';
import { receive } from '../../../lambda/ingress/receive.ts';
import { callbackGraceSeconds, callbackKey } from '../../../lambda/model/callback.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import { expireCallbacks } from '../../../lambda/sweeper/expire-callbacks.ts';
import {
  claimOf,
  stopObjectServer,
  type TestStorage,
  testStorage,
} from '../../support/audit-table.ts';
import { type CallbackIngress, callbackIngress } from '../../support/callback-ingress.ts';
import { type AnswerParts, answer, type TestCallback } from '../../support/callbacks.ts';

/* Waiting over a table on a real wire; time passes as the test says. */

let storage: TestStorage;
let at: CallbackIngress;
/** Milliseconds of each pause. */
let pauses: number[];
/** What happens in the pauses, one after the other. */
let meanwhile: (() => Promise<unknown>)[];

beforeEach(async () => {
  storage = await testStorage();
  at = callbackIngress(storage, { pay: { callbacks: true, methods: ['POST', 'GET'] } });
  pauses = [];
  meanwhile = [];
});
afterEach(() => storage.stop());
afterAll(stopObjectServer);

const waitFor = (ref: string, options: Partial<WaitOptions> = {}) =>
  waitForCallback(ref, {
    source: 'pay',
    auditTable: storage.table.table,
    dynamoDb: storage.table.client,
    bodyBucket: 'bodies',
    clock: storage.clock,
    timeout: '1m',
    timer: {
      after(ms, action) {
        pauses.push(ms);
        storage.clock.advance(ms);
        Promise.resolve(meanwhile.shift()?.()).then(action, () => {});
        return () => {};
      },
    },
    ...options,
  });

const send = ({ token }: TestCallback, parts: Partial<AnswerParts> = {}) =>
  receive(answer({ source: 'pay', token, body: '{"paid":true}', ...parts }), at.ingress);

const keyOf = ({ callback }: TestCallback) => ({
  sourceId: 'pay',
  idempotencyKey: callbackKey(callback.digest, 1),
});

test('returns the answer that is there without waiting', async () => {
  const minted = await at.mint('pay');
  const { reply } = await send(minted, { headers: { 'X-Kind': 'paid' } });
  const result = await waitFor('ORDER-42');
  expect(result).toMatchObject({
    kind: 'answered',
    recordId: reply.headers['x-sallyport-id'],
    status: 'received',
    strength: 'token',
    receivedAt: new Date(storage.clock.nowMs()).toISOString(),
    headers: { 'x-kind': 'paid' },
  });
  if (result.kind !== 'answered') throw new Error('no answer');
  expect(Buffer.from(result.body).toString()).toBe('{"paid":true}');
  expect(result.text()).toBe('{"paid":true}');
  expect(result.json()).toEqual({ paid: true });
  expect(pauses).toEqual([]);
});

test('returns what a GET says in its query, and says that an empty body is no JSON', async () => {
  const minted = await at.mint('pay');
  await send(minted, { method: 'GET', body: '', query: { status: 'DELIVRD' } });
  const result = await waitFor('ORDER-42');
  expect(result).toMatchObject({ kind: 'answered', query: { status: 'DELIVRD' } });
  if (result.kind !== 'answered') throw new Error('no answer');
  expect(() => result.json()).toThrow(SyntaxError);
});

test('looks less and less often until the answer comes', async () => {
  const minted = await at.mint('pay');
  const nothing = async () => {};
  meanwhile = [nothing, nothing, nothing, () => send(minted)];
  expect(await waitFor('ORDER-42')).toMatchObject({ kind: 'answered' });
  expect(pauses).toEqual([200, 400, 800, 1600]);
});

test('gives up at its timeout, and not before', async () => {
  await at.mint('pay');
  const startedAtMs = storage.clock.nowMs();
  expect(await waitFor('ORDER-42', { timeout: '30s' })).toEqual({ kind: 'timeout' });
  expect(storage.clock.nowMs() - startedAtMs).toBe(30_000);
  expect(Math.max(...pauses)).toBe(5000);
});

test('sees an answer that comes in the very last pause', async () => {
  const minted = await at.mint('pay');
  meanwhile = [() => send(minted)];
  expect(await waitFor('ORDER-42', { timeout: 1 })).toMatchObject({ kind: 'answered' });
});

test('returns an expiry once it is on record', async () => {
  await at.mint('pay', { ttl: 1 });
  storage.clock.advance(1000 * (callbackGraceSeconds + 2));
  meanwhile = [() => expireCallbacks(at.expiry, Number.POSITIVE_INFINITY)];
  expect(await waitFor('ORDER-42')).toEqual({
    kind: 'expired',
    recordId: expect.stringMatching(/^01TESTEXPIRY/),
    status: 'received',
  });
  expect(pauses).toHaveLength(1);
});

describe('settled', () => {
  test('waits until the handler is done', async () => {
    const minted = await at.mint('pay');
    await send(minted);
    const claim = claimOf(await storage.events.claim(keyOf(minted)));
    meanwhile = [async () => {}, () => storage.events.complete(claim, 'succeeded')];
    expect(await waitFor('ORDER-42', { settled: true })).toMatchObject({
      kind: 'answered',
      status: 'done',
    });
    expect(pauses).toHaveLength(2);
  });

  test('says why the handler gave up', async () => {
    const minted = await at.mint('pay');
    await send(minted);
    await storage.events.fail(claimOf(await storage.events.claim(keyOf(minted))), 'Error: closed');
    expect(await waitFor('ORDER-42', { settled: true })).toMatchObject({
      status: 'failed',
      lastError: 'Error: closed',
    });
  });

  test('gives up where the handler is not done in time', async () => {
    await send(await at.mint('pay'));
    expect(await waitFor('ORDER-42', { settled: true, timeout: 5 })).toEqual({ kind: 'timeout' });
  });
});

describe('several callbacks under one ref', () => {
  test('the answer to any of them is the answer', async () => {
    const first = await at.mint('pay');
    await at.mint('pay');
    await send(first);
    expect(await waitFor('ORDER-42')).toMatchObject({ kind: 'answered' });
  });

  test('have expired when all of them have', async () => {
    await at.mint('pay', { ttl: 1 });
    const second = await at.mint('pay', { ttl: '1h' });
    storage.clock.advance(1000 * (callbackGraceSeconds + 2));
    await expireCallbacks(at.expiry, Number.POSITIVE_INFINITY);
    expect(await waitFor('ORDER-42', { timeout: 5 })).toEqual({ kind: 'timeout' });
    storage.clock.advance(3_600_000);
    await expireCallbacks(at.expiry, Number.POSITIVE_INFINITY);
    const { idempotencyKey } = keyOf(second);
    const { id } = await storage.item(`pay#${idempotencyKey}`);
    expect(await waitFor('ORDER-42')).toMatchObject({ kind: 'expired', recordId: id });
  });

  test('under another ref are none of ours', async () => {
    await at.mint('pay');
    await send(await at.mint('pay', { ref: 'ORDER-43' }));
    expect(await waitFor('ORDER-42', { timeout: 1 })).toEqual({ kind: 'timeout' });
  });
});

describe('a large body', () => {
  const body = randomBytes(9000);
  const answered = async () => send(await at.mint('pay'), { body });

  test('comes from S3, byte for byte', async () => {
    await answered();
    const result = await waitFor('ORDER-42');
    if (result.kind !== 'answered') throw new Error('no answer');
    expect(Buffer.from(result.body)).toEqual(body);
  });

  test('that was altered there is refused', async () => {
    await answered();
    for (const path of storage.bucket.objects.keys())
      storage.bucket.objects.set(path, Buffer.from('altered'));
    await expect(waitFor('ORDER-42')).rejects.toThrow('has another digest than the received one');
  });

  test('needs to be told of the bucket', async () => {
    await answered();
    await expect(waitFor('ORDER-42', { bodyBucket: '' })).rejects.toThrow(
      'bodyBucket: is missing: give it as an option, or set SALLYPORT_BODY_BUCKET',
    );
  });
});

describe('what cannot be waited for', () => {
  test('a ref that nothing was minted under', async () => {
    await expect(waitFor('ORDER-43')).rejects.toThrow(
      'ref: no callback of source "pay" was minted under "ORDER-43"',
    );
  });

  test.each([0, -1, 'soon', ''])('for a time of %j', async (timeout) => {
    await expect(waitFor('ORDER-42', { timeout })).rejects.toThrow(/^timeout: ".*" is refused/);
  });

  test('what its caller has given up', async () => {
    await at.mint('pay');
    const controller = new AbortController();
    meanwhile = [async () => controller.abort(new Error('enough'))];
    await expect(waitFor('ORDER-42', { signal: controller.signal })).rejects.toThrow('enough');
    expect(pauses).toHaveLength(1);
  });

  test('anything while the table does not answer, which is no timeout', async () => {
    await at.mint('pay');
    await expect(waitFor('ORDER-42', { auditTable: 'elsewhere' })).rejects.toBeInstanceOf(
      DependencyError,
    );
  });
});
