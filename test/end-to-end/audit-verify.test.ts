import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { begin, expectRefused } from '../support/command.ts';
import { everySort, everySource } from '../support/every-sort.ts';
import {
  eventually,
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { type LocalState, localState } from '../support/local-state.ts';
import { seedRejections } from '../support/seed-records.ts';
import { steeredHandler } from '../support/steered-handler.ts';

/* `sallyport audit verify` over every sort of record of a running receiver: as it was left, and altered. */

const data = temporaryData();
const handler = steeredHandler(dirname(data.path));
const config = join(dirname(data.path), 'verify.json');
let local: LocalRun;
let state: LocalState;
let ids: Readonly<Record<string, string>>;
const idOf = (name: string): string => ids[name] ?? '';

const verify = (...args: readonly string[]) => sallyport(data.path, ['audit', 'verify', ...args]);
const verified = async (...args: readonly string[]) => jsonLines(await verify('--json', ...args));

beforeAll(async () => {
  writeFileSync(config, JSON.stringify({ sources: everySource }));
  const options = ['--no-samples', '--handlers', handler.handlers, '--config', config];
  local = await startLocalRun(data.path, options);
  state = await localState(data.path);
  ids = await everySort({ local, state, handler });
}, 120_000);

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

test('nothing is broken in records as they were left', async () => {
  const finished = await verify('--json');
  const records = jsonLines(finished).slice(0, -1);
  expect(records.filter(({ problems }) => (problems as []).length > 0)).toEqual([]);
  expect(finished.code).toBe(0);
  const found = new Map(
    records.map(({ id, body, signature, why }) => [id, [body, signature, why]]),
  );
  const expected = {
    done: ['intact', 'holds', undefined],
    duplicate: ['not-kept', 'not-checkable', 'no-body'],
    conflict: ['not-kept', 'not-checkable', 'no-body'],
    failed: ['intact', 'holds', undefined],
    retried: ['intact', 'holds', undefined],
    erased: ['erased', 'not-checkable', 'no-body'],
    tampered: ['erased', 'none', undefined],
    unsigned: ['intact', 'none', undefined],
    method: ['not-kept', 'none', undefined],
    stranger: ['not-kept', 'none', undefined],
    address: ['intact', 'none', undefined],
    large: ['intact', 'holds', undefined],
    signedHandshake: ['not-kept', 'not-checkable', 'no-body'],
    openHandshake: ['not-kept', 'none', undefined],
  };
  for (const [name, value] of Object.entries(expected))
    expect([name, found.get(idOf(name))]).toEqual([name, value]);
  expect(jsonLines(finished).at(-1)).toMatchObject({
    records: records.length,
    intact: records.length,
    broken: 0,
    finished: true,
  });
});

test('a summary says how many of what there are', async () => {
  const { code, stdout, stderr } = await verify('--source', 'stripe');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^(\d+) records: \1 intact, 0 broken\nbodies: \d+ erased, \d+ intact, \d+ not-kept\nsignatures: \d+ holds, \d+ none, \d+ not-checkable\n {2}\d+ not checkable: no body is kept\n$/,
  );
  expect(stderr).toMatch(/^\d+ records: \d+ intact, 0 broken\n$/);
});

test('records are looked at by id, each once', async () => {
  const found = await verified(idOf('large'), idOf('done'), idOf('done'));
  expect(found.map(({ id }) => id)).toEqual([idOf('done'), idOf('large'), undefined]);
});

test('a record holds under the previous secret, and cannot be checked when that has ended', async () => {
  await sallyport(data.path, ['secrets', 'set', 'github'], 'verify-github-new');
  expect((await verified(idOf('large')))[0]).toMatchObject({ signature: 'holds' });
  await sallyport(data.path, ['secrets', 'rotate', 'github', '--finish', '--force']);
  expect((await verified(idOf('large')))[0]).toMatchObject({
    signature: 'not-checkable',
    why: 'secret-gone',
    problems: [],
  });
});

describe('a record that was altered', () => {
  /** The record's item, changed past every rule, and how to put it back. */
  async function alter(name: string, changes: Readonly<Record<string, unknown>>) {
    const key = await state.reader.keyOf(idOf(name));
    if (key === undefined) throw new Error(`no record ${name}`);
    const { dynamoDb, auditTable: TableName } = state.target;
    const read = new GetItemCommand({ TableName, Key: marshall(key), ConsistentRead: true });
    const before = unmarshall((await dynamoDb.send(read)).Item ?? {});
    const put = async (item: object) => {
      const Item = marshall(item, { removeUndefinedValues: true });
      await dynamoDb.send(new PutItemCommand({ TableName, Item }));
    };
    await put({ ...before, ...changes });
    return { before, undo: () => put(before) };
  }

  const body = Buffer.from(JSON.stringify({ id: 'evt_done', type: 'invoice.paid', amount: 9 }));
  const digest = 'c'.repeat(64);

  test.each<[string, string, Readonly<Record<string, unknown>>, object]>([
    [
      'its body is another',
      'done',
      { bodyEncoding: 'identity', body },
      { body: 'broken', problems: ['the stored body has another digest than the received one'] },
    ],
    [
      'its body is no brotli any more',
      'done',
      { bodyEncoding: 'br', body },
      { body: 'broken', problems: ['the stored body cannot be decompressed'] },
    ],
    [
      'its body went',
      'done',
      { bodyEncoding: undefined, body: undefined },
      { body: 'broken', problems: ['no body is kept of the event'] },
    ],
    ['its size is another', 'done', { bodyBytes: 7 }, { body: 'broken' }],
    [
      'its digest is another',
      'tampered',
      { bodySha256: digest },
      { body: 'erased', record: 'coherent' },
    ],
    [
      'a failure is said to be done',
      'failed',
      { status: 'done', outcome: 'succeeded' },
      { record: 'broken', problems: ['its outcome is succeeded, its history says dead-letter'] },
    ],
    [
      'a forgery is said to be accepted',
      'unsigned',
      { status: 'done', reason: undefined },
      { record: 'broken' },
    ],
    [
      'a duplicate names another event',
      'duplicate',
      { eventRecordId: '01M85CJX78SGCM9XNWKR62T8PT' },
      {
        problems: [
          'the record 01M85CJX78SGCM9XNWKR62T8PT of its event is not there, and has not expired',
        ],
      },
    ],
    [
      'a duplicate is said to be a conflict',
      'duplicate',
      { status: 'conflict' },
      { problems: ['it is a conflict, and its body is that of its event'] },
    ],
    [
      'a conflict is said to be a duplicate',
      'conflict',
      { status: 'duplicate' },
      { problems: ['it is a duplicate, and its body is not that of its event'] },
    ],
    ['it is said to be of another source', 'address', { source: 'slack' }, { record: 'broken' }],
  ])('is found when %s', async (_when, name, changes, expected) => {
    const { undo } = await alter(name, changes);
    const [found] = await verified(idOf(name)).finally(undo);
    expect(found).toMatchObject({ id: idOf(name), ...expected });
  });

  test('fails by its signature when body and digest were exchanged together', async () => {
    const changes = { bodyEncoding: 'identity', body, bodyBytes: body.byteLength };
    const bodySha256 = createHash('sha256').update(body).digest('hex');
    const { undo } = await alter('retried', { ...changes, bodySha256 });
    const finished = await verify(idOf('retried')).finally(undo);
    expect(finished.code).toBe(1);
    expect(finished.stdout).toMatch(
      new RegExp(`^${idOf('retried')} stripe: its signature does not hold over the stored body`),
    );
    expect(finished.stderr).toMatch(/\nsallyport: broken records: 1\n$/);
  });

  test('is found when its object in the bucket is another, or gone', async () => {
    const { before } = await alter('large', {});
    const place = { Bucket: state.target.places().bodyBucket, Key: String(before['bodyKey']) };
    await state.target.s3.send(new PutObjectCommand({ ...place, Body: Buffer.from('other') }));
    expect((await verified(idOf('large')))[0]).toMatchObject({ body: 'broken' });
    await state.target.s3.send(new DeleteObjectCommand(place));
    expect((await verified(idOf('large')))[0]).toMatchObject({
      body: 'broken',
      problems: ['the stored body is missing'],
    });
    // What has had its time may be gone.
    const { undo } = await alter('large', { expiresAt: 1 });
    expect((await verified(idOf('large')))[0]).toMatchObject({ body: 'expired', problems: [] });
    await undo();
  });
});

test.each<[string, readonly string[], 1 | 2, RegExp]>([
  [
    'ids and a filter are given',
    ['01M85CJX78SGCM9XNWKR62T8PT', '--since', '1h'],
    2,
    /exclude each other/,
  ],
  [
    'there is no such record',
    ['01M85CJX78SGCM9XNWKR62T8PT'],
    1,
    /no record 01M85CJX78SGCM9XNWKR62T8PT/,
  ],
  ['the source is unknown', ['--source', 'nobody'], 2, /"nobody" is not configured/],
  ['nothing can match', ['--since', '1h', '--until', '2h'], 2, /--since is not before --until/],
])('one line says so when %s', async (_when, args, code, text) => {
  expectRefused(await verify(...args), code, text);
});

test('it says where it stood and goes on from there when it is interrupted', async () => {
  const seeded = await seedRejections(state.target, 3000);
  const begun = begin(data.path, ['audit', 'verify', '--source', 'stripe', '--json']);
  const look = async () => (begun.stdout().split('\n').length > 20 ? true : undefined);
  await eventually(look, 30, 'some records verified');
  begun.child.kill('SIGINT');
  const { code, stdout, stderr } = await begun.finished;
  expect(code).toBe(1);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const count = lines.length - 1;
  expect(lines.at(-1)).toMatchObject({ records: count, finished: false });
  expect(count).toBeLessThan(seeded.length);
  const [, words = '', lastId] =
    /: go on with sallyport (audit verify --source stripe --until \S+ --resume (\S+)) --data \S+\n$/.exec(
      stderr,
    ) ?? [];
  expect(lastId).toBe(lines.at(-2).id);
  const rest = jsonLines(await sallyport(data.path, [...words.split(' '), '--json']));
  const all = [...lines.slice(0, -1), ...rest.slice(0, -1)].map(({ id }) => id);
  expect(new Set(all).size).toBe(all.length);
  expect(seeded.filter((id) => !all.includes(id))).toEqual([]);
  expect(rest.at(-1)).toMatchObject({ broken: 0, finished: true });
});
