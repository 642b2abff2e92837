import { createHash, createHmac } from 'node:crypto';
import { receive } from '../../../lambda/ingress/receive.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import { type TestIngress, testIngress } from '../../support/ingress-fakes.ts';
import { bank, bankRequest, hmacHex, rawRequest } from '../../support/requests.ts';

/* What counts as the same event, and what is promised when a dependency fails. */

let ingress: TestIngress;

beforeEach(() => {
  ingress = testIngress(
    {
      bank: bank.config,
      stripe: { provider: 'stripe' },
      'stripe-lenient': { provider: 'stripe', onConflict: 200 },
      distinct: { ...bank.config, eventId: 'none' },
      trusting: { ...bank.config, eventId: { header: 'X-Event-Id', trustUnsigned: true } },
    },
    {
      bank: bank.secrets,
      stripe: { current: { signing: 'whsec_test' } },
      'stripe-lenient': { current: { signing: 'whsec_test' } },
      distinct: bank.secrets,
      trusting: bank.secrets,
    },
  );
});

function stripeRequest(body: object, source = 'stripe') {
  const text = JSON.stringify(body);
  const seconds = Math.floor(ingress.clock.nowMs() / 1000);
  const signature = `t=${seconds},v1=${hmacHex('whsec_test', `${seconds}.${text}`)}`;
  return rawRequest({ source, body: text, headers: { 'Stripe-Signature': signature } });
}

const at = (source: string) => ({ ...bankRequest(), routeSourceId: source });

test('records a redelivery as duplicate and does not enqueue it when the event is in safe hands', async () => {
  await receive(bankRequest(), ingress);
  for (const event of ingress.ledger.events.values()) event.status = 'done';
  const { reply } = await receive(bankRequest(), ingress);
  expect(reply.status).toBe(200);
  expect(ingress.ledger.events.size).toBe(1);
  expect(ingress.ledger.again.map(({ as }) => as)).toEqual(['duplicate']);
  expect(ingress.ledger.queued).toHaveLength(1);
});

test('enqueues a redelivery once more when the event is still received', async () => {
  await receive(bankRequest(), ingress);
  await receive(bankRequest(), ingress);
  expect(ingress.ledger.again.map(({ as }) => as)).toEqual(['duplicate']);
  expect(ingress.ledger.queued).toHaveLength(2);
});

test('counts a captured request under a new unsigned id as a duplicate', async () => {
  await receive(bankRequest(), ingress);
  await receive(bankRequest({ headers: { 'X-Event-Id': 'evt-2' } }), ingress);
  expect(ingress.ledger.events.size).toBe(1);
  expect(ingress.ledger.again[0]?.delivery.eventId).toBe('evt-2');
});

test('keys events by an unsigned id when the source opts in to it', async () => {
  await receive(at('trusting'), ingress);
  expect([...ingress.ledger.events.keys()]).toEqual(['trusting#id:evt-1']);
});

test('keys events by the id inside the signed body', async () => {
  await receive(stripeRequest({ id: 'evt_9', type: 'invoice.paid' }), ingress);
  const [[key, event] = []] = [...ingress.ledger.events];
  expect(key).toBe('stripe#id:evt_9');
  expect(event?.delivery.eventType).toBe('invoice.paid');
});

test('keys events by the digest of the body when the signed body holds no id', async () => {
  await receive(stripeRequest({ type: 'x' }), ingress);
  expect([...ingress.ledger.events.keys()][0]).toMatch(/^stripe#sha256:[0-9a-f]{64}$/);
});

test('keeps apart identical messages of a sender whose messages are all distinct', async () => {
  await receive(at('distinct'), ingress);
  await receive(at('distinct'), ingress);
  expect(ingress.ledger.events.size).toBe(2);
  expect(ingress.ledger.queued).toHaveLength(2);
});

test('records a conflict and answers 409 when a known id comes with another body', async () => {
  await receive(stripeRequest({ id: 'evt_9', amount: 1 }), ingress);
  const { reply } = await receive(stripeRequest({ id: 'evt_9', amount: 2 }), ingress);
  expect(reply.status).toBe(409);
  expect(ingress.ledger.again.map(({ as }) => as)).toEqual(['conflict']);
  expect(ingress.ledger.queued).toHaveLength(1);
});

test('answers 200 to a conflict when the source says so', async () => {
  await receive(stripeRequest({ id: 'evt_9', amount: 1 }, 'stripe-lenient'), ingress);
  const { reply } = await receive(
    stripeRequest({ id: 'evt_9', amount: 2 }, 'stripe-lenient'),
    ingress,
  );
  expect(reply.status).toBe(200);
});

test('keeps an overlong event id out of the key but not out of the record', async () => {
  const id = 'x'.repeat(5000);
  await receive(stripeRequest({ id }), ingress);
  const [[key, event] = []] = [...ingress.ledger.events];
  expect(key).toMatch(/^stripe#id-sha256:[0-9a-f]{64}$/);
  expect(event?.delivery.eventId).toBe(id);
});

test('gives no 2xx when the record cannot be written', async () => {
  ingress.down.add('audit');
  await expect(receive(bankRequest(), ingress)).rejects.toBeInstanceOf(DependencyError);
  expect(ingress.ledger.queued).toEqual([]);
});

test('gives no 2xx when the queue does not take the event, and heals at the next delivery', async () => {
  ingress.down.add('queue');
  await expect(receive(bankRequest(), ingress)).rejects.toBeInstanceOf(DependencyError);
  expect(ingress.ledger.events.size).toBe(1);
  ingress.down.delete('queue');
  expect((await receive(bankRequest(), ingress)).reply.status).toBe(200);
  expect(ingress.ledger.queued).toHaveLength(1);
});

test('gives no 403 when a rejection cannot be recorded', async () => {
  ingress.down.add('audit');
  await expect(receive(bankRequest({ from: '192.0.2.1' }), ingress)).rejects.toBeInstanceOf(
    DependencyError,
  );
});

test('two batches that share their last element are two events', async () => {
  const key = Buffer.alloc(32, 7);
  const item = (reference: string) => {
    const text = `${reference}::::::AUTHORISATION:true`;
    const hmacSignature = createHmac('sha256', key).update(text).digest('base64');
    return {
      NotificationRequestItem: {
        pspReference: reference,
        eventCode: 'AUTHORISATION',
        success: 'true',
        additionalData: { hmacSignature },
      },
    };
  };
  const secrets = { adyen: { current: { signing: key.toString('hex') } } };
  const ingress = testIngress({ adyen: { provider: 'adyen' } }, secrets);
  for (const references of [
    ['A', 'B'],
    ['C', 'B'],
    ['A', 'B'],
  ]) {
    const body = JSON.stringify({ notificationItems: references.map(item) });
    const { reply } = await receive(rawRequest({ source: 'adyen', body }), ingress);
    expect(reply.status).toBe(200);
  }
  expect(ingress.ledger.events.size).toBe(2);
  expect(ingress.ledger.again.map(({ as }) => as)).toEqual(['duplicate']);
});

test('what a signature does not cover makes neither a new event nor a conflict', async () => {
  const secrets = { it: { current: { signing: 'secret' } } };
  const ingress = testIngress({ it: { provider: 'payjustnow' } }, secrets);
  for (const body of ['{"id":"1"}', '{ "id": "1" }']) {
    const text = body.replaceAll(' ', '');
    const signature = createHmac('sha256', 'secret').update(text).digest('base64');
    const raw = rawRequest({ source: 'it', body, headers: { 'x-signature': signature } });
    expect((await receive(raw, ingress)).reply.status).toBe(200);
  }
  expect(ingress.ledger.events.size).toBe(1);
  expect(ingress.ledger.again.map(({ as }) => as)).toEqual(['duplicate']);
});

describe('the order of events', () => {
  const { signing } = bank.secrets.current;
  const secrets = { current: { signing } };
  const signature = bank.config.signature;
  const byAccount = { signature, ordered: { byKey: { json: 'account.id' } } };
  const byHeader = { signature, ordered: { byKey: { header: 'X-Account' } } };
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  /** Groups in which the bodies were queued and recorded. */
  async function groupsOf(source: object, bodies: readonly string[], headers = {}) {
    const ingress = testIngress({ it: source }, { it: secrets });
    for (const body of bodies) {
      const signed = { 'X-Signature': hmacHex(signing, body), ...headers };
      await receive(rawRequest({ source: 'it', body, headers: signed }), ingress);
    }
    const groups = ingress.ledger.queued.map(({ orderGroup }) => orderGroup);
    const recorded = [...ingress.ledger.events.values()].map(({ delivery }) => delivery.orderGroup);
    expect(recorded).toEqual(groups);
    return groups;
  }

  test("is nobody's concern when the source does not ask for it", async () => {
    expect(await groupsOf({ signature }, ['{"account":{"id":"A"}}'])).toEqual([undefined]);
    const limited = { signature, concurrency: 4 };
    expect(await groupsOf(limited, ['{"account":{"id":"A"}}'])).toEqual([undefined]);
  });

  test.each([{ ordered: 'by-source' }, { concurrency: 1 }])(
    'holds over all events of the source when it says %j',
    async (options) => {
      const bodies = ['{"account":{"id":"A"}}', '{"account":{"id":"B"}}', 'x'];
      expect(await groupsOf({ signature, ...options }, bodies)).toEqual(Array(3).fill('source'));
    },
  );

  test('holds over the events of one value when the source names its place', async () => {
    const bodies = ['A', 'B', 'A'].map((id, at) => JSON.stringify({ account: { id }, at }));
    const [a, b] = [sha256('A'), sha256('B')];
    expect(await groupsOf(byAccount, bodies)).toEqual([a, b, a]);
    const numbered = await groupsOf(byAccount, ['{"account":{"id":12345678901234567890}}']);
    expect(numbered).toEqual([sha256('12345678901234567890')]);
    expect(await groupsOf(byHeader, ['x'], { 'X-Account': ' A ' })).toEqual([a]);
  });

  test('holds over all events without the value together', async () => {
    const bodies = ['{"account":{}}', 'not JSON', ''];
    expect(await groupsOf(byAccount, bodies)).toEqual(Array(3).fill(sha256('')));
  });

  test('takes a value of any length and characters, because a group is a digest', async () => {
    const id = '\u0000 ä #'.repeat(1000);
    expect(await groupsOf(byAccount, [JSON.stringify({ account: { id } })])).toEqual([sha256(id)]);
  });
});
