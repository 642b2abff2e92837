import { setTimeout as sleep } from 'node:timers/promises';
import { liveFeed } from '../../cli/console/live-feed.ts';
import type { RecordRow } from '../../cli/console/page/api.ts';
import { type FilledTable, filledTable, filledTableName } from '../support/filled-table.ts';
import { eventually } from '../support/local-run.ts';
import { manyItems, seed } from '../support/many-records.ts';

/* What pages are told as it comes, on DynamoDB's emulator. */

const sources = ['bank', 'shop'];
let table: FilledTable;
beforeAll(async () => {
  table = await filledTable(sources, []);
});
afterAll(() => table.stop());

/** Ten records of just now, all done. */
const recent = () =>
  [...manyItems({ count: 30, sources, startMs: Date.now() - 30, stepMs: 1 })].slice(20);
const arrive = async () => {
  const items = recent();
  await seed(table.client, filledTableName, items);
  return items;
};

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function listen(source?: string, wants: (row: Pick<RecordRow, 'source'>) => boolean = () => true) {
  const rows: RecordRow[] = [];
  const feed = liveFeed(table.reader, sources);
  const subscription = feed.subscribe(source, wants, (name, value) => {
    if (name === 'records') rows.push(...(value as RecordRow[]));
  });
  stops.push(subscription.stop);
  return { rows, feed, stop: subscription.stop };
}

test('sends what has just arrived', async () => {
  const items = await arrive();
  const { rows, stop } = listen();
  await eventually(async () => rows.length >= 10 || undefined, 10, 'the rows');
  const ids = rows.map(({ id }) => id);
  for (const { id } of items) expect(ids).toContain(id);
  stop();
});

test('tells of an event until it is settled', async () => {
  const [item] = recent();
  const { rows, stop } = listen();
  const waiting = { ...item, status: 'received', attempts: 0 };
  await seed(table.client, filledTableName, [waiting]);
  const states = () => rows.filter(({ id }) => id === item?.['id']).map(({ status }) => status);
  await eventually(async () => states().includes('received') || undefined, 10, 'the first state');
  await seed(table.client, filledTableName, [{ ...waiting, status: 'processing', attempts: 1 }]);
  await eventually(async () => states().includes('processing') || undefined, 10, 'the second');
  await seed(table.client, filledTableName, [{ ...waiting, status: 'done', attempts: 1 }]);
  await eventually(async () => states().includes('done') || undefined, 10, 'the last');
  expect(states()).toEqual(['received', 'processing', 'done']);
  stop();
});

test('sends what is wanted alone', async () => {
  await arrive();
  const { rows, stop } = listen('shop');
  const picked = listen(undefined, ({ source }) => source === 'bank');
  await eventually(
    async () => (rows.length > 0 && picked.rows.length > 0) || undefined,
    10,
    'rows',
  );
  expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(['shop']));
  expect(new Set(picked.rows.map(({ source }) => source))).toEqual(new Set(['bank']));
  stop();
  picked.stop();
});

test('asks nobody while no page is open, and once for all that are', async () => {
  const { feed, rows, stop } = listen();
  const second = feed.subscribe(
    undefined,
    () => true,
    () => {},
  );
  await eventually(async () => rows.length > 0 || undefined, 10, 'rows');
  table.asked.length = 0;
  await sleep(2200);
  const rounds = table.asked.filter((name) => name === 'Query').length / (8 * sources.length);
  expect(rounds).toBeGreaterThanOrEqual(1);
  expect(rounds).toBeLessThanOrEqual(3);
  stop();
  second.stop();
  await sleep(300);
  table.asked.length = 0;
  await sleep(1500);
  expect(table.asked).toEqual([]);
});
