import { planReplay } from '../../cli/replay-plan.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';

const record: AuditRecord = {
  id: '01M85CJX78SGCM9XNWKR62T8PT',
  source: 'stripe',
  provider: 'stripe',
  status: 'done',
  outcome: 'succeeded',
  eventId: 'evt_1',
  eventType: 'invoice.paid',
  idempotencyKey: 'id:evt_1',
  receivedAt: '2026-11-24T10:00:00.000Z',
  sourceIp: '192.0.2.1',
  method: 'POST',
  bodyBytes: 300,
  bodySha256: '0'.repeat(64),
  attempts: 1,
  deliveries: 1,
  checks: [],
  headers: {},
  query: {},
};

const planOf = (...changes: readonly Partial<AuditRecord>[]) => {
  async function* records() {
    for (const change of changes) yield { ...record, ...change };
  }
  return planReplay(records());
};

test('records are counted by source, type and status when they differ in these', async () => {
  const { outcome: _outcome, eventType: _type, ...plain } = record;
  async function* records() {
    yield record;
    yield { ...record, eventType: 'invoice.voided' };
    yield { ...record, status: 'failed' as const };
    yield { ...record, source: 'bank' };
    yield record;
    yield plain;
  }
  const plan = await planReplay(records());
  expect(plan).toMatchObject({ replayable: 6, refused: {} });
  expect(plan.groups).toEqual([
    { source: 'stripe', eventType: 'invoice.paid', status: 'done', events: 2 },
    { source: 'stripe', eventType: 'invoice.voided', status: 'done', events: 1 },
    { source: 'stripe', eventType: 'invoice.paid', status: 'failed', events: 1 },
    { source: 'bank', eventType: 'invoice.paid', status: 'done', events: 1 },
    { source: 'stripe', eventType: '', status: 'done', events: 1 },
  ]);
});

test('nothing is merged into one group when a sender puts separators into its type', async () => {
  const plan = await planOf(
    { source: 'a', eventType: '","b' },
    { source: 'a', eventType: 'b' },
    { source: 'a', eventType: '' },
  );
  expect(plan.groups).toHaveLength(3);
});

const entry = {
  what: 'attempt',
  attempt: 1,
  startedAt: '2026-11-24T10:00:00.000Z',
  at: '2026-11-24T10:00:00.100Z',
  outcome: 'succeeded',
} as const;
const entries = (count: number) => Array.from({ length: count }, () => entry);

test.each([
  ['rejected', 'it was rejected', { status: 'rejected', reason: 'stale' }],
  ['duplicate', 'it is a duplicate', { status: 'duplicate', eventRecordId: 'x' }],
  ['conflict', 'it is a conflict', { status: 'conflict', eventRecordId: 'x' }],
  ['handshake', 'it is a handshake', { outcome: 'handshake' }],
  ['open', 'it waits for its handler', { status: 'received' }],
  ['open', 'its handler runs', { status: 'processing' }],
  ['body-erased', 'its body was erased', { bodyErasedAt: '2026-11-24T10:00:00.000Z' }],
  ['too-often', 'its history is full', { history: entries(200) }],
] as const)('a record is refused as %s when %s', async (why, _when, change) => {
  const plan = await planOf({}, change, change);
  expect(plan).toMatchObject({ replayable: 1, refused: { [why]: 2 } });
  expect(plan.cost).toEqual((await planOf({})).cost);
});

test('a record is replayable when its history has room for one more entry', async () => {
  expect(await planOf({ history: entries(199) })).toMatchObject({ replayable: 1, refused: {} });
});

test('nothing costs anything when nothing is selected', async () => {
  expect(await planOf()).toEqual({
    replayable: 0,
    groups: [],
    refused: {},
    cost: { writeUnits: 0, readUnits: 0, queueRequests: 0, invocations: 0, usd: 0 },
  });
});

test('the cost is that of each unit at its list price when a thousand events are replayed', async () => {
  const { cost } = await planOf(...Array.from({ length: 1000 }, () => ({})));
  // Three updates of an item under 1 KB, and four writes of the index of open events that they entail.
  expect(cost).toMatchObject({
    writeUnits: 7000,
    readUnits: 2000,
    queueRequests: 3000,
    invocations: 1000,
  });
  const millionths = 7000 * 0.625 + 2000 * 0.125 + 3000 * 0.5 + 1000 * 0.2;
  expect(cost.usd).toBeCloseTo(millionths / 1e6, 4);
});

test('each update is billed by the size of the whole item when history and body are long', async () => {
  const { cost: small } = await planOf({});
  const { cost: long } = await planOf({ history: entries(30) });
  const { cost: withBody } = await planOf({ bodyBytes: 9000 });
  expect(long.writeUnits - small.writeUnits).toBeGreaterThanOrEqual(3 * 3);
  expect(withBody.writeUnits - small.writeUnits).toBe(3 * 3);
  // A large body stands in the bucket, not in the item: its size makes no difference any more.
  const { cost: huge } = await planOf({ bodyBytes: 4 * 1024 * 1024 });
  const { cost: large } = await planOf({ bodyBytes: 100_000 });
  expect(huge).toEqual(large);
});
