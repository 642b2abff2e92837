import { randomBytes } from 'node:crypto';
import { ingressAuditTrail } from '../../../lambda/aws/ingress-audit-trail.ts';
import { receive } from '../../../lambda/ingress/receive.ts';
import { callbackKey } from '../../../lambda/model/callback.ts';
import {
  claimOf,
  stopObjectServer,
  type TestStorage,
  testStorage,
} from '../../support/audit-table.ts';
import { type CallbackIngress, callbackIngress } from '../../support/callback-ingress.ts';
import { answer, type TestCallback } from '../../support/callbacks.ts';

/* Callbacks against the real wire protocol: which of many answers is the one is decided by DynamoDB's emulator. */

let storage: TestStorage;
let at: CallbackIngress;
beforeEach(async () => {
  storage = await testStorage();
  at = callbackIngress(storage, { pay: { callbacks: true }, sms: { callbacks: true } });
});
afterEach(() => storage.stop());
afterAll(stopObjectServer);

async function send(
  { token }: Pick<TestCallback, 'token'>,
  body: string | Uint8Array = 'answer',
  source = 'pay',
): Promise<number> {
  return (await receive(answer({ source, token, body }), at.ingress)).reply.status;
}

const eventKey = ({ callback }: TestCallback, use = 1) => ({
  sourceId: callback.sourceId,
  idempotencyKey: callbackKey(callback.digest, use),
});
const eventOf = (callback: TestCallback, use = 1) => {
  const { sourceId, idempotencyKey } = eventKey(callback, use);
  return storage.item(`${sourceId}#${idempotencyKey}`);
};

/** A worker has handled the answer. */
const handle = async (callback: TestCallback, use = 1): Promise<void> => {
  await storage.events.complete(
    claimOf(await storage.events.claim(eventKey(callback, use))),
    'succeeded',
  );
};

/** Records by their status; callbacks have none. */
async function statuses(): Promise<Readonly<Record<string, number>>> {
  const records = (await storage.items()).filter(({ status }) => status !== undefined);
  const byStatus = Map.groupBy(records, ({ status, reason }) =>
    [status, reason].filter(Boolean).join(' '),
  );
  return Object.fromEntries([...byStatus].map(([status, all]) => [status, all.length]));
}

test('an answer is recorded once with its ref, and its handler gets ref and data', async () => {
  const minted = await at.mint('pay', { data: { order: 42 }, taskToken: 'task-token' });
  expect(await send(minted, '{"paid":true}')).toBe(200);
  const event = await eventOf(minted);
  expect(event).toMatchObject({
    status: 'received',
    callback: { ref: 'ORDER-42' },
    strength: 'token',
  });
  const claim = claimOf(await storage.events.claim(eventKey(minted)));
  expect(claim.waiter).toEqual({ kind: 'step-functions', taskToken: 'task-token' });
  const delivered = await claim.loadEvent();
  expect(delivered.callback).toMatchObject({ ref: 'ORDER-42', data: { order: 42 } });
  expect(delivered.json()).toEqual({ paid: true });
  await storage.events.complete(claim, 'succeeded');
  expect(await send(minted, '{"paid":true}')).toBe(404);
  expect(await statuses()).toEqual({ done: 1, 'rejected callback-used': 1 });
});

test('the token is nowhere in the table', async () => {
  const minted = await at.mint('pay');
  const { token } = minted;
  const headers = { 'x-original-uri': `/callbacks/pay/${token}` };
  for (const body of ['answer', 'another answer'])
    await receive(answer({ source: 'pay', token, body, headers }), at.ingress);
  const stored = JSON.stringify(await storage.items());
  expect(stored).toContain('/callbacks/pay/[redacted]');
  expect(stored).not.toContain(token);
});

test('a token of one source opens nothing at another', async () => {
  const minted = await at.mint('sms');
  expect(await send(minted, 'x', 'pay')).toBe(404);
  expect(await statuses()).toEqual({ 'rejected callback-unknown': 1 });
  expect(await send(minted, 'x', 'sms')).toBe(200);
});

describe('two hundred at once', () => {
  const copies = 200;
  const all = (minted: TestCallback, bodyOf: (copy: number) => string) =>
    Promise.all(Array.from({ length: copies }, (_, copy) => send(minted, bodyOf(copy))));

  test('with the same answer: one event, and every other request a duplicate of it', async () => {
    const minted = await at.mint('pay');
    const replies = await all(minted, () => 'answer');
    expect(new Set(replies)).toEqual(new Set([200]));
    expect(await statuses()).toEqual({ received: 1, duplicate: copies - 1 });
    expect(await eventOf(minted)).toMatchObject({ deliveries: copies });
  });

  test('with different answers: one is the event, and every other is refused', async () => {
    const minted = await at.mint('pay');
    const replies = await all(minted, (copy) => `answer ${copy}`);
    expect(replies.filter((status) => status === 200)).toHaveLength(1);
    expect(await statuses()).toEqual({ received: 1, 'rejected callback-used': copies - 1 });
    expect(at.ingress.ledger.queued).toHaveLength(1);
    expect(await eventOf(minted)).toMatchObject({ deliveries: 1 });
  });

  test('with different answers to three uses: three are events', async () => {
    const minted = await at.mint('pay', { uses: 3 });
    const replies = await all(minted, (copy) => `answer ${copy}`);
    expect(replies.filter((status) => status === 200)).toHaveLength(3);
    expect(await statuses()).toEqual({ received: 3, 'rejected callback-used': copies - 3 });
    const keys = at.ingress.ledger.queued.map(({ key }) => key.idempotencyKey);
    expect(keys.sort()).toEqual(
      [1, 2, 3].map((use) => callbackKey(minted.callback.digest, use)).sort(),
    );
  });
});

describe('several uses', () => {
  test('take three different answers, and the same one only once', async () => {
    const minted = await at.mint('pay', { uses: 3 });
    for (const body of ['SENT', 'SENT', 'BUFFERED', 'SENT', 'DELIVRD'])
      expect(await send(minted, body)).toBe(200);
    expect(await send(minted, 'UNDELIV')).toBe(404);
    expect(await statuses()).toEqual({ received: 3, duplicate: 2, 'rejected callback-used': 1 });
    expect(await eventOf(minted)).toMatchObject({ deliveries: 3 });
  });

  test('an answer that was handled takes no further use when it comes again', async () => {
    const minted = await at.mint('pay', { uses: 2 });
    await send(minted, 'SENT');
    await handle(minted);
    expect(await send(minted, 'SENT')).toBe(404);
    expect(await send(minted, 'DELIVRD')).toBe(200);
    expect(await eventOf(minted, 2)).toMatchObject({ status: 'received' });
  });
});

test('the record of an answer outlives its callback, however short records are kept', async () => {
  const minted = await at.mint('pay', { ttl: '30d' });
  const { table, clock } = storage;
  const keeping = { bodyBucket: 'bodies', retentionDays: 1, reenqueueAfterSeconds: 60 };
  const shortly = ingressAuditTrail({ ...table, ...keeping });
  const { reply } = await receive(answer({ source: 'pay', token: minted.token }), {
    ...at.ingress,
    audit: shortly,
  });
  expect(reply.status).toBe(200);
  const { expiresAt } = await eventOf(minted);
  expect(Number(expiresAt)).toBeGreaterThan(clock.nowMs() / 1000 + 30 * 86_400);
});

describe('large answers', () => {
  // Nothing that could be compressed into a record.
  const [first, second] = [randomBytes(9000), randomBytes(9000)];

  test('go to S3 once, and those that are refused do not', async () => {
    const minted = await at.mint('pay');
    expect(await send(minted, first)).toBe(200);
    expect(storage.bucket.objects.size).toBe(1);
    expect(await send(minted, second)).toBe(404);
    expect(await send(minted, first)).toBe(200);
    expect(storage.bucket.objects.size).toBe(1);
    const claim = claimOf(await storage.events.claim(eventKey(minted)));
    expect(Buffer.from((await claim.loadEvent()).body)).toEqual(first);
  });
});

test('unknown, foreign, expired and used tokens make the same calls, so that none takes longer', async () => {
  const expired = await at.mint('pay', { ttl: 1 });
  storage.clock.advance(1000);
  const used = await at.mint('pay');
  await send(used);
  await handle(used);
  const foreign = await at.mint('sms');
  const calls: string[] = [];
  storage.table.client.middlewareStack.add(
    (next, context) => (args) => {
      calls.push(String(context.commandName));
      return next(args);
    },
    { step: 'initialize' },
  );
  for (const { token } of [{ token: 'A'.repeat(32) }, foreign, expired, used]) {
    calls.length = 0;
    expect(await send({ token })).toBe(404);
    expect(calls).toEqual(['GetItemCommand', 'GetItemCommand', 'PutItemCommand']);
  }
});
