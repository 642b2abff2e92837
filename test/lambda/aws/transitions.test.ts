import type { EventItem } from '../../../lambda/aws/audit-items.ts';
import { changeEvent, eventItemKey, readEvent } from '../../../lambda/aws/event-change.ts';
import type { EventKey } from '../../../lambda/model/delivery.ts';
import {
  type EventChange,
  type EventTransition,
  eventTransitions,
} from '../../../lambda/model/event-transitions.ts';
import { stopObjectServer, type TestStorage, testStorage } from '../../support/audit-table.ts';
import { testNowMs } from '../../support/clock.ts';
import { keyOf, testDelivery } from '../../support/deliveries.ts';

/* Every row of the state machine against an event in every state; DynamoDB's emulator evaluates the conditions. */

let storage: TestStorage;
beforeAll(async () => {
  storage = await testStorage();
});
afterAll(async () => {
  await storage.stop();
  await stopObjectServer();
});

const nowMs = testNowMs;
const [later, earlier] = [nowMs + 60_000, nowMs - 1];
const own = 'own-token';
const entry = { ':nothing': [], ':entry': [{ what: 'planted' }] };
const settling = { ':token': own, ':at': 'now', ...entry };

/** What each row leaves open; the values of `postpone` and `giveUp` come from the item that is changed. */
const valuesOf = (
  name: EventChange,
  { dueAtMs = 0, attempts = 0 }: Partial<EventItem>,
): Readonly<Record<string, unknown>> =>
  ({
    redeliver: { ':one': 1, ':id': 'another delivery' },
    claim: { ':token': own, ':now': nowMs, ':until': later, ':due': later, ':one': 1 },
    renew: { ':token': own, ':until': later, ':due': later },
    complete: { ':outcome': 'succeeded', ...settling },
    fail: { ':outcome': 'dead-letter', ':error': 'no', ...settling },
    release: { ':token': own, ':error': 'no', ':due': later, ':unused': 0, ...entry },
    giveUp: {
      ':now': nowMs,
      ':attempts': attempts,
      ':outcome': 'dead-letter',
      ':error': 'no',
      ':at': 'now',
      ...entry,
    },
    postpone: { ':next': later, ':due': dueAtMs, ':one': 1 },
    replay: {
      ':replayId': 'this replay',
      ':shard': 'open#0',
      ':due': later,
      ':zero': 0,
      ':most': 3,
      ...entry,
    },
    eraseBody: { ':at': 'now', ...entry },
  })[name];

const claimOf = (claimToken: string, claimedUntilMs: number) => ({
  status: 'processing',
  attempts: 1,
  claimToken,
  claimedUntilMs,
});
const settled = (status: string) => ({
  status,
  attempts: 1,
  outcome: 'succeeded',
  settledToken: 'some token',
  history: [{ what: 'attempt' }],
  openShard: undefined,
  dueAtMs: undefined,
  ...(status === 'failed' && { failedShard: 'open#0' }),
});

/** Each state as what sets it apart from an event that was just received. */
const states = {
  absent: undefined,
  received: {},
  'processing, own claim': claimOf(own, later),
  'processing, own claim, lapsed': claimOf(own, earlier),
  "processing, another's claim": claimOf('another', later),
  "processing, another's claim, in its last millisecond": claimOf('another', nowMs),
  "processing, another's claim, lapsed": claimOf('another', earlier),
  done: settled('done'),
  failed: settled('failed'),
} as const;
type State = keyof typeof states;
const stateNames = Object.keys(states) as State[];
const processing = stateNames.filter((state) => state.startsWith('processing'));

const byOwner: readonly State[] = ['processing, own claim', 'processing, own claim, lapsed'];
const free: readonly State[] = [
  'received',
  'processing, own claim, lapsed',
  "processing, another's claim, lapsed",
];

/** THE expectation: the states in which each change is made, and no other. */
const admitting: Readonly<Record<EventChange, readonly State[]>> = {
  redeliver: ['received', ...processing, 'done', 'failed'],
  claim: [...free, 'processing, own claim'],
  renew: byOwner,
  complete: byOwner,
  fail: byOwner,
  release: byOwner,
  giveUp: free,
  postpone: ['received', ...processing],
  replay: ['done', 'failed'],
  eraseBody: ['done', 'failed'],
};

const changes = Object.keys(admitting) as EventChange[];
const statusOf = (state: State): string => state.split(',')[0] ?? '';

let events = 0;

/** A fresh event in this state, with further changes to its item. */
async function eventIn(state: State, more: object = {}): Promise<EventKey> {
  const delivery = testDelivery(`body ${events++}`);
  const key = keyOf(delivery);
  const attributes = states[state];
  if (attributes === undefined) return key;
  await storage.audit.recordEvent(delivery);
  await storage.tamper(key, { ...attributes, ...more });
  return key;
}

async function change(name: EventChange, key: EventKey, values: object = {}) {
  const at = eventItemKey(key);
  const item = (await readEvent(storage.table, at)) ?? {};
  return changeEvent(storage.table, name, {
    key: at,
    values: { ...valuesOf(name, item), ...values },
  });
}

test('covers every row of the table, each from the states that the row names', () => {
  const rows: Readonly<Record<string, EventTransition>> = eventTransitions;
  const changing = Object.keys(rows).filter((name) => rows[name]?.update !== undefined);
  expect(changing.sort()).toEqual(changes.toSorted());
  for (const name of changes) {
    const from = new Set(admitting[name].map(statusOf));
    expect([name, [...from].sort()]).toEqual([name, rows[name]?.from.toSorted()]);
  }
});

describe.each(changes)('%s', (name) => {
  test.each(admitting[name])('is made when the event is %s', async (state) => {
    const key = await eventIn(state);
    const changed = await change(name, key);
    const { to } = eventTransitions[name];
    expect(changed?.status).toBe(to === 'same' ? statusOf(state) : to);
    expect(await readEvent(storage.table, eventItemKey(key))).toEqual(changed);
  });

  const refusing = stateNames.filter((state) => !admitting[name].includes(state));
  test.each(refusing)('changes nothing when the event is %s', async (state) => {
    const key = await eventIn(state);
    const before = await storage.raw(key);
    expect(await change(name, key)).toBeUndefined();
    expect(await storage.raw(key)).toEqual(before);
    expect(before === undefined).toBe(state === 'absent');
  });
});

describe('record', () => {
  test('is made when the event is absent', async () => {
    const delivery = testDelivery(`body ${events++}`);
    expect(await storage.audit.recordEvent(delivery)).toEqual({ kind: 'created' });
    expect(await storage.item(`bank#${delivery.idempotencyKey}`)).toMatchObject({
      status: 'received',
    });
  });

  test.each(stateNames.slice(1))('only counts the delivery when the event is %s', async (state) => {
    const key = await eventIn(state);
    const before = await storage.raw(key);
    const delivery = { ...testDelivery('again'), idempotencyKey: key.idempotencyKey };
    expect(await storage.audit.recordEvent(delivery)).toMatchObject({
      kind: 'existing',
      status: statusOf(state),
    });
    expect(await storage.raw(key)).toEqual({ ...before, deliveries: { N: '2' } });
  });
});

test.each<[string, EventChange, State, object, object]>([
  ['its own record', 'redeliver', 'received', { id: 'this one' }, { ':id': 'this one' }],
  ['another due date', 'postpone', 'received', {}, { ':due': nowMs + 1 }],
  ['fewer attempts than were read', 'giveUp', 'received', { attempts: 4 }, { ':attempts': 5 }],
  ['more attempts than were read', 'giveUp', 'received', { attempts: 6 }, { ':attempts': 5 }],
  [
    'more attempts and a lapsed claim',
    'giveUp',
    "processing, another's claim, lapsed",
    { attempts: 6 },
    { ':attempts': 5 },
  ],
  ['this replay already', 'replay', 'failed', { replayId: 'this replay' }, {}],
  ['no body any more', 'replay', 'done', { bodyErasedAt: 'then' }, {}],
  ['a full history', 'replay', 'done', { history: [1, 2, 3] }, {}],
])('an event with %s is left as it is by %s', async (_name, name, state, more, values) => {
  const key = await eventIn(state, more);
  const before = await storage.raw(key);
  expect(await change(name, key, values)).toBeUndefined();
  expect(await storage.raw(key)).toEqual(before);
});

test.each<[string, object]>([
  ['another replay', { replayId: 'an older replay' }],
  ['no history', { history: undefined }],
  ['room in its history', { history: [1, 2] }],
])('an event with %s can be replayed', async (_name, more) => {
  const changed = await change('replay', await eventIn('failed', more));
  expect(changed).toMatchObject({ status: 'received', attemptBase: 1, sweeps: 0 });
});

test('an erased body leaves everything but the body', async () => {
  const key = await eventIn('done');
  const { body, bodyEncoding, history, ...kept } = (await storage.raw(key)) ?? {};
  await change('eraseBody', key);
  const after = await storage.raw(key);
  expect([body, bodyEncoding, history]).not.toContain(undefined);
  expect(after).toEqual({ ...kept, bodyErasedAt: { S: 'now' }, history: expect.anything() });
  expect(after?.['history']?.L).toHaveLength(2);
});
