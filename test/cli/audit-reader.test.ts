import type { AuditReader } from '../../cli/audit-reader.ts';
import type { AuditFilter } from '../../cli/record-filter.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { type FilledTable, filledTable } from '../support/filled-table.ts';
import { manyItems, rareType } from '../support/many-records.ts';

/* Lists and searches over a table of some size, on DynamoDB's emulator; what is asked of it is written down. */

const sources = ['bank', 'shop'];
const startMs = Date.UTC(2026, 10, 24);
const stored = [...manyItems({ count: 1000, sources, startMs, stepMs: 1000 })];

let table: FilledTable;
let reader: AuditReader;
let asked: string[];
beforeAll(async () => {
  table = await filledTable(sources, stored);
  ({ reader, asked } = table);
});
afterAll(() => table.stop());
beforeEach(() => {
  asked.length = 0;
});

const all = (filter: Partial<AuditFilter> = {}) =>
  Array.fromAsync(reader.list({ sources, ...filter }));
const ids = (records: readonly (Pick<AuditRecord, 'id'> | Readonly<Record<string, unknown>>)[]) =>
  records.map(({ id }) => id);
const newestFirst = (items: typeof stored) =>
  items.toSorted((a, b) => (String(a['id']) > String(b['id']) ? -1 : 1));
const expected = (matches: (item: (typeof stored)[number]) => boolean) =>
  ids(newestFirst(stored.filter(matches)));

test('lists every record of all sources and shards in order, newest first or oldest first', async () => {
  expect(ids(await all())).toEqual(expected(() => true));
  expect(ids(await all({ oldestFirst: true }))).toEqual(expected(() => true).reverse());
});

test.each<[string, Partial<AuditFilter>, (item: (typeof stored)[number]) => boolean]>([
  ['a source', { sources: ['shop'] }, (item) => item['source'] === 'shop'],
  ['done', { status: 'done' }, (item) => item['status'] === 'done'],
  ['rejected', { status: 'rejected' }, (item) => item['status'] === 'rejected'],
  ['duplicates', { status: 'duplicate' }, (item) => item['status'] === 'duplicate'],
  ['conflicts', { status: 'conflict' }, (item) => item['status'] === 'conflict'],
  ['failed', { status: 'failed' }, (item) => item['status'] === 'failed'],
  [
    'failed ones of a source and type',
    { status: 'failed', sources: ['shop'], eventType: 'payout.created' },
    (item) =>
      item['status'] === 'failed' &&
      item['source'] === 'shop' &&
      item['eventType'] === 'payout.created',
  ],
  ['nothing received', { status: 'received' }, () => false],
  ['a type', { eventType: rareType }, (item) => item['eventType'] === rareType],
  ['a reason', { reason: 'signature-mismatch' }, (item) => item['status'] === 'rejected'],
  ['an address', { text: '198.51.100.7' }, (item) => /\.100\.7\d?$/.test(String(item['sourceIp']))],
  ['part of an event id', { text: 'EVT_77' }, (item) => /evt_77/.test(String(item['eventId']))],
])('finds %s', async (_what, filter, matches) => {
  const found = ids(await all(filter));
  expect(found).toEqual(expected(matches));
});

test('bounds are ids: the lower one is part of it, records at the upper one are too', async () => {
  const [first, second, third] = ids(newestFirst(stored).reverse()).map(String);
  const found = await all({ sinceId: second ?? '', untilId: third ?? '' });
  expect(ids(found)).toEqual([third, second]);
  expect(ids(found)).not.toContain(first);
});

test('reads the newest page with one query a shard and one read, whatever the table holds', async () => {
  for await (const record of reader.list({ sources })) {
    expect(record.id).toBe(newestFirst(stored)[0]?.['id']);
    break;
  }
  expect(asked.filter((name) => name === 'Query')).toHaveLength(2 * 8);
  expect(asked.filter((name) => name === 'BatchGetItem')).toHaveLength(1);
});

test('reads no record that the index says does not match, and never scans', async () => {
  await all({ eventType: rareType });
  expect(asked.filter((name) => name === 'BatchGetItem')).toHaveLength(1);
  asked.length = 0;
  await all({ status: 'failed' });
  expect(asked).toHaveLength(8 + 1);
  await all();
  expect(asked).not.toContain('Scan');
});

test('a search for something rare comes back in pieces, each with how far it came', async () => {
  const pieces = await Array.fromAsync(reader.search({ sources, text: 'nowhere' }));
  expect(pieces.flatMap(({ records }) => records)).toEqual([]);
  expect(pieces.at(-1)?.upToId).toBe(newestFirst(stored).at(-1)?.['id']);
});

test('finds a record by id alone, and the deliveries of its event', async () => {
  const duplicate = stored.find((item) => item['status'] === 'duplicate');
  const found = await reader.find(String(duplicate?.['id']));
  expect(found).toMatchObject({ status: 'duplicate', source: duplicate?.['source'] });
  expect(found).not.toHaveProperty('failedShard');
  const deliveries = await reader.deliveriesOf(String(duplicate?.['pk']), 10);
  expect(ids(deliveries)).toEqual(
    ids(stored.filter((item) => item['pk'] === duplicate?.['pk'])).sort(),
  );
  expect(await reader.find('01M00000000000000000000000')).toBeUndefined();
});

test('finds what an id names at once, by record id or event id', async () => {
  const duplicate = stored.find((item) => item['status'] === 'duplicate');
  const ofEvent = stored.filter((item) => item['pk'] === duplicate?.['pk']);
  const named = await reader.named(String(duplicate?.['eventId']), sources);
  expect(ids(named)).toEqual(ids(ofEvent).sort());
  expect(asked).toEqual(['BatchGetItem', 'Query']);
  const { id } = ofEvent[0] ?? {};
  expect(ids(await reader.named(String(id), sources))).toEqual([id]);
  expect(await reader.named('evt_unknown', sources)).toEqual([]);
});
