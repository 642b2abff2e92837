import { filterOf, recordPage } from '../../cli/console/record-page.ts';
import { parseRecordQuery } from '../../cli/console/requests.ts';
import { summaryOf } from '../../cli/console/summary.ts';
import { nowhere, targetAt } from '../support/doctor.ts';
import { type FilledTable, filledTable } from '../support/filled-table.ts';
import { manyItems, rareType } from '../support/many-records.ts';

/* Lists and counts for the page over a table of some size, on DynamoDB's emulator. */

const sources = ['bank', 'shop'];
const stepMs = 3000;
const endMs = Date.UTC(2026, 10, 24, 12);
const stored = [...manyItems({ count: 1200, sources, startMs: endMs - 1200 * stepMs, stepMs })];
const target = targetAt(nowhere, {
  bank: { provider: 'stripe' },
  shop: { provider: 'stripe' },
});

let table: FilledTable;
beforeAll(async () => {
  table = await filledTable(sources, stored);
});
afterAll(() => table.stop());

const page = (query: string) => {
  const wanted = parseRecordQuery(new URLSearchParams(query));
  return recordPage(table.reader, filterOf(target, wanted), wanted.limit);
};
const idsOf = (items: readonly { readonly id?: unknown }[]) => items.map(({ id }) => id);

test('pages follow each other without a gap or a repetition, to the end', async () => {
  const seen: unknown[] = [];
  let before = '';
  for (let pages = 0; pages < 100; pages += 1) {
    const { records, next } = await page(`limit=77${before}`);
    seen.push(...idsOf(records));
    if (next === undefined) break;
    before = `&before=${next}`;
  }
  expect(seen).toEqual(idsOf(stored).sort().reverse());
});

test('a line of the list has no headers and no history', async () => {
  const { records } = await page('status=failed&limit=1');
  expect(records[0]).toMatchObject({ status: 'failed', lastError: expect.any(String) });
  expect(Object.keys(records[0] ?? {})).not.toEqual(expect.arrayContaining(['headers']));
  expect(records[0]).not.toHaveProperty('history');
});

test('since and until bound the page by time of receipt', async () => {
  const at = (minutes: number) => new Date(endMs - minutes * 60_000).toISOString();
  const { records } = await page(`since=${at(10)}&until=${at(5)}&limit=200`);
  expect(records).toHaveLength(100);
  for (const { receivedAt } of records) {
    expect(receivedAt >= at(10)).toBe(true);
    expect(receivedAt < at(5)).toBe(true);
  }
});

test('what the whole of an id names comes at once, and only where the rest matches', async () => {
  const event = stored.find((item) => item['eventType'] === rareType);
  const text = `text=${event?.['eventId']}`;
  expect(idsOf((await page(text)).records)).toContain(event?.['id']);
  expect((await page(`${text}&status=rejected`)).records).toEqual([]);
  const other = event?.['source'] === 'bank' ? 'shop' : 'bank';
  expect(idsOf((await page(`${text}&source=${other}`)).records)).not.toContain(event?.['id']);
});

test('counts each kind in its bucket and by source, and takes durations from records', async () => {
  const nowMs = endMs - 1;
  const summary = await summaryOf(table.reader, sources, { window: '1h', nowMs });
  const inWindow = stored.filter(
    ({ receivedAt }) => Date.parse(String(receivedAt)) >= summary.startSeconds * 1000,
  );
  const count = (...statuses: readonly string[]) =>
    inWindow.filter(({ status }) => statuses.includes(String(status))).length;
  const sum = (counts: readonly number[]) => counts.reduce((total, one) => total + one, 0);
  expect(inWindow.length).toBeGreaterThan(1000);
  expect(summary).toMatchObject({ bucketSeconds: 60, isPartial: false });
  expect(summary.accepted).toHaveLength(60);
  expect(sum(summary.accepted)).toBe(count('done', 'failed'));
  expect(sum(summary.again)).toBe(count('duplicate', 'conflict'));
  expect(sum(summary.rejected)).toBe(count('rejected'));
  expect(sum(summary.failed)).toBe(count('failed'));
  // 20 a minute.
  expect(summary.accepted[30]).toBeLessThanOrEqual(20);
  expect(summary.latencyMs.p50[30]).toBe(65);
  expect(sum(summary.bySource.map(({ accepted }) => accepted))).toBe(sum(summary.accepted));
  expect(summary.bySource.map(({ p95Ms }) => p95Ms)).toEqual([65, 65]);
});

test('counts one source alone', async () => {
  const summary = await summaryOf(table.reader, ['shop'], { window: '1h', nowMs: endMs - 1 });
  expect(summary.bySource.map(({ source }) => source)).toEqual(['shop']);
  const failed = stored.filter(
    ({ status, source, receivedAt }) =>
      status === 'failed' &&
      source === 'shop' &&
      Date.parse(String(receivedAt)) >= summary.startSeconds * 1000,
  );
  expect(summary.failed.reduce((total, one) => total + one, 0)).toBe(failed.length);
});
