import { receive } from '../../../lambda/ingress/receive.ts';
import type { EventStatus } from '../../../lambda/model/audit-record.ts';
import { callbackExpiredType, callbackKey } from '../../../lambda/model/callback.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import type { Reply } from '../../../lambda/model/reply.ts';
import { type AnswerParts, answer, mintInto } from '../../support/callbacks.ts';
import { type TestIngress, testIngress } from '../../support/ingress-fakes.ts';

/* One-time addresses: an answer is accepted once, by its own source, in time. Whatever else comes is told the same. */

let ingress: TestIngress;
beforeEach(() => {
  ingress = testIngress({
    open: { callbacks: true, methods: ['POST', 'GET'], eventType: { json: 'type' } },
    other: { callbacks: true },
  });
});

const reasons = () => ingress.ledger.rejected.map(({ reason }) => reason);
const send = async (parts: Partial<AnswerParts> & { readonly token: string }): Promise<Reply> =>
  (await receive(answer({ source: 'open', body: '{"ok":true}', ...parts }), ingress)).reply;

/** All events so far have come this far. */
function arriveAt(status: EventStatus): void {
  for (const event of ingress.ledger.events.values()) event.status = status;
}

test('accepts an answer, records it under the digest of its token and puts it on the queue', async () => {
  const { token, callback } = mintInto(ingress, 'open', { data: { order: 42 } });
  expect((await send({ token })).status).toBe(200);
  const [[key, event] = []] = [...ingress.ledger.events];
  expect(key).toBe(`open#callback:${callback.digest}`);
  expect(event?.delivery).toMatchObject({
    strength: 'token',
    checks: [{ check: 'callback', result: 'passed' }],
    callback: { ref: 'ORDER-42', data: '{"order":42}' },
  });
  const idempotencyKey = callbackKey(callback.digest, 1);
  expect(ingress.ledger.queued).toEqual([
    { key: { sourceId: 'open', idempotencyKey }, strength: 'token' },
  ]);
});

test.each<[string, Partial<AnswerParts>]>([
  ['JSON', { body: '{"ResultCode":0}', headers: { 'content-type': 'application/json' } }],
  ['XML', { body: '<r>0</r>', headers: { 'content-type': 'text/xml' } }],
  [
    'a form',
    { body: 'status=ok&x=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  ],
  ['a query string', { method: 'GET', body: '', query: { status: 'DELIVRD', id: '7' } }],
  ['a query string beside a body', { query: { status: 'DELIVRD' }, body: 'x' }],
  ['bytes that are no text', { body: Buffer.from([0xff, 0, 0xfe]) }],
  ['nothing at all', { body: '' }],
])('accepts an answer in the form of %s, byte for byte', async (_form, parts) => {
  const { token } = mintInto(ingress, 'open');
  expect((await send({ token, ...parts })).status).toBe(200);
  const [event] = [...ingress.ledger.events.values()];
  expect(Buffer.from(event?.delivery.request.body ?? [])).toEqual(Buffer.from(parts.body ?? ''));
  const query = [...(event?.delivery.request.query ?? [])].map(([name, all]) => [name, all[0]]);
  expect(Object.fromEntries(query)).toEqual(parts.query ?? {});
});

describe('what is refused', () => {
  const cases: readonly (readonly [string, string, (at: TestIngress) => string])[] = [
    ['a token that was never minted', 'callback-unknown', () => 'A'.repeat(32)],
    ['no token', 'callback-unknown', () => ''],
    ['a token of another source', 'callback-unknown', (at) => mintInto(at, 'other').token],
    ['the digest of a token', 'callback-unknown', (at) => mintInto(at, 'open').callback.digest],
    [
      'a token whose time has just run out',
      'callback-expired',
      (at) => {
        const { token } = mintInto(at, 'open', { ttl: 60 });
        at.clock.advance(60_000);
        return token;
      },
    ],
  ];

  test.each(cases)('%s: %s, told as any other', async (_what, reason, tokenOf) => {
    const reply = await send({ token: tokenOf(ingress) });
    expect(reasons()).toEqual([reason]);
    expect(ingress.ledger.rejected[0]?.checks).toEqual([{ check: 'callback', result: 'failed' }]);
    const id = reply.headers['x-sallyport-id'];
    expect(reply).toEqual({
      status: 404,
      headers: { 'content-type': 'application/json', 'x-sallyport-id': id },
      body: JSON.stringify({ message: 'not found', id }),
    });
    expect(ingress.ledger.events.size).toBe(0);
    expect(ingress.ledger.queued).toEqual([]);
  });

  test('a token up to its last millisecond is good', async () => {
    const { token } = mintInto(ingress, 'open', { ttl: 60 });
    ingress.clock.advance(59_999);
    expect((await send({ token })).status).toBe(200);
  });

  test('a callback that the store returns for another token is not taken for this one', async () => {
    const { callback } = mintInto(ingress, 'open');
    const lying: TestIngress = {
      ...ingress,
      callbacks: { find: async () => ({ ...callback, isUsedUp: false }) },
    };
    const { reply } = await receive(answer({ source: 'open', token: 'B'.repeat(32) }), lying);
    expect(reply.status).toBe(404);
    expect(reasons()).toEqual(['callback-unknown']);
  });

  test('no 404 is given when the table does not answer: the sender must come again', async () => {
    const { token } = mintInto(ingress, 'open');
    ingress.down.add('audit');
    await expect(send({ token })).rejects.toBeInstanceOf(DependencyError);
  });

  test('a source without callbacks looks for none', async () => {
    const plain = testIngress({ plain: { allowList: ['192.0.2.1'] } });
    const { reply } = await receive(answer({ source: 'plain', token: 'x' }), plain);
    expect(reply.status).toBe(200);
  });
});

describe('the answer once more', () => {
  test.each<EventStatus>(['received', 'processing'])(
    'is a redelivery while the first is %s',
    async (status) => {
      const { token } = mintInto(ingress, 'open');
      await send({ token });
      arriveAt(status);
      expect((await send({ token })).status).toBe(200);
      expect(ingress.ledger.events.size).toBe(1);
      expect(ingress.ledger.again.map(({ as }) => as)).toEqual(['duplicate']);
      // Only what nobody works on yet is put on the queue again.
      expect(ingress.ledger.queued).toHaveLength(status === 'received' ? 2 : 1);
    },
  );

  test.each<EventStatus>(['done', 'failed'])('is refused when the first is %s', async (status) => {
    const { token } = mintInto(ingress, 'open');
    await send({ token });
    arriveAt(status);
    expect((await send({ token })).status).toBe(404);
    expect(reasons()).toEqual(['callback-used']);
    expect(ingress.ledger.again).toEqual([]);
  });

  test.each<EventStatus>(['received', 'processing', 'done', 'failed'])(
    'is refused when it says something else and the first is %s',
    async (status) => {
      const { token } = mintInto(ingress, 'open');
      await send({ token });
      arriveAt(status);
      expect((await send({ token, body: '{"ok":false}' })).status).toBe(404);
      expect(reasons()).toEqual(['callback-used']);
      expect(ingress.ledger.events.size).toBe(1);
    },
  );

  test('says something else where only the query differs', async () => {
    const { token } = mintInto(ingress, 'open');
    const receipt = { token, method: 'GET', body: '' };
    await send({ ...receipt, query: { status: 'SENT' } });
    expect((await send({ ...receipt, query: { status: 'DELIVRD' } })).status).toBe(404);
    expect((await send({ ...receipt, query: { status: 'SENT' } })).status).toBe(200);
  });
});

describe('several uses', () => {
  const bodies = ['SENT', 'BUFFERED', 'DELIVRD'];

  test('each different answer is an event, and the next one is refused', async () => {
    const { token, callback } = mintInto(ingress, 'open', { uses: 3 });
    for (const body of bodies) {
      expect((await send({ token, body })).status).toBe(200);
      arriveAt('done');
    }
    expect((await send({ token, body: 'UNDELIV' })).status).toBe(404);
    expect(reasons()).toEqual(['callback-used']);
    expect([...ingress.ledger.events.keys()]).toEqual(
      [1, 2, 3].map((use) => `open#${callbackKey(callback.digest, use)}`),
    );
  });

  test('the same answer takes one of them', async () => {
    const { token } = mintInto(ingress, 'open', { uses: 3 });
    await send({ token, body: 'SENT' });
    await send({ token, body: 'DELIVRD' });
    expect((await send({ token, body: 'SENT' })).status).toBe(200);
    expect(ingress.ledger.events.size).toBe(2);
    expect(ingress.ledger.again.map(({ as }) => as)).toEqual(['duplicate']);
  });

  test('the same answer after it was handled takes none', async () => {
    const { token } = mintInto(ingress, 'open', { uses: 3 });
    await send({ token, body: 'SENT' });
    arriveAt('done');
    expect((await send({ token, body: 'SENT' })).status).toBe(404);
    expect(ingress.ledger.events.size).toBe(1);
  });
});

describe('an expiry on record', () => {
  test('refuses an answer that comes after it, though its clock was behind', async () => {
    const { token, callback } = mintInto(ingress, 'open');
    await send({ token });
    const key = `open#${callbackKey(callback.digest, 1)}`;
    const event = ingress.ledger.events.get(key);
    if (event === undefined) throw new Error('no event');
    ingress.ledger.events.set(key, {
      status: 'received',
      delivery: { ...event.delivery, eventType: callbackExpiredType, contentSha256: '' },
    });
    expect((await send({ token })).status).toBe(404);
    expect(reasons()).toEqual(['callback-expired']);
  });

  test('is nothing that a sender can put there', async () => {
    const { token } = mintInto(ingress, 'open');
    expect((await send({ token, body: '{"type":"callback.expired"}' })).status).toBe(200);
    const [event] = [...ingress.ledger.events.values()];
    expect(event?.delivery).not.toHaveProperty('eventType');
  });
});
