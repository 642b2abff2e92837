import { createHash, randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { expectRefused } from '../support/command.ts';
import {
  eventually,
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { type LocalState, localState } from '../support/local-state.ts';
import { githubHeaders, post, type Sent } from '../support/senders.ts';
import { steeredHandler } from '../support/steered-handler.ts';

/* Every byte of a body reaches the handler, also much later, until the body is erased. */

const data = temporaryData();
const handler = steeredHandler(dirname(data.path));
const options = ['--no-samples', '--handlers', handler.handlers];
const secret = 'bodies-test-secret';
const maxBytes = 4 * 1024 * 1024;
let local: LocalRun;
let state: LocalState;

const bodies: Readonly<Record<string, Uint8Array>> = {
  '0 bytes': new Uint8Array(),
  '1 byte': new Uint8Array([0]),
  '1 KB of text': Buffer.from(`{"text":"${'grüße '.repeat(128)}"}`),
  '300 KB at random': randomBytes(300 * 1024),
  '4 MiB at random': randomBytes(maxBytes),
  '4 MiB of zeros': new Uint8Array(maxBytes),
  'bytes that are no UTF-8': Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
  'a byte order mark and line ends': Buffer.from('\ufeff{"a":1}\r\n\n'),
  'gzip of random text': gzipSync(randomBytes(20_000).toString('base64')),
};
const names = Object.keys(bodies);
const bodyOf = (name: string): Uint8Array => bodies[name] ?? new Uint8Array();
const digestOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

const send = (body: Uint8Array, delivery = 'd'): Promise<Sent> =>
  post(`${local.gateway}/hooks/github`, body, {
    ...githubHeaders(secret, body),
    'x-github-delivery': delivery,
  });

const ids: Record<string, string> = {};
const idOf = (name: string): string => ids[name] ?? '';

beforeAll(async () => {
  local = await startLocalRun(data.path, options);
  await sallyport(data.path, ['secrets', 'set', 'github'], secret);
  state = await localState(data.path);
  for (const name of names) {
    const { httpStatus, id } = await send(bodyOf(name));
    expect([name, httpStatus]).toEqual([name, 200]);
    ids[name] = id;
  }
  await state.settled(names.map(idOf));
});

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

test.each(names)('the handler gets the exact bytes when the body is %s', async (name) => {
  const body = bodyOf(name);
  expect(await state.record(idOf(name))).toMatchObject({
    status: 'done',
    bodyBytes: body.byteLength,
    bodySha256: digestOf(body),
  });
  expect(handler.runs(idOf(name)).map(({ bodySha256 }) => bodySha256)).toEqual([digestOf(body)]);
});

test('a body is refused and on record when it is one byte over the limit', async () => {
  const { httpStatus, id } = await send(new Uint8Array(maxBytes + 1));
  expect(httpStatus).toBe(413);
  expect(await state.record(id)).toMatchObject({
    status: 'rejected',
    reason: 'too-large',
    bodyBytes: maxBytes + 1,
  });
  expect(handler.runs(id)).toEqual([]);
});

test('the handler gets the same bytes again when all are replayed after a restart', async () => {
  await local.end('SIGTERM');
  local = await startLocalRun(data.path, options);
  state = await localState(data.path);
  const all = names.map(idOf);
  const { code } = await sallyport(data.path, ['replay', ...all, '--reason', 'restarted']);
  expect(code).toBe(0);
  await state.settled(all);
  for (const name of names) {
    const digest = digestOf(bodyOf(name));
    expect([name, ...handler.runs(idOf(name)).map(({ bodySha256 }) => bodySha256)]).toEqual([
      name,
      digest,
      digest,
    ]);
  }
});

describe('bodies erase', () => {
  const erase = (...args: readonly string[]) => sallyport(data.path, ['bodies', 'erase', ...args]);
  const because = ['--reason', 'request 4711'];

  /** The record as it is stored, with its body. */
  async function itemOf(id: string): Promise<Record<string, unknown>> {
    const { dynamoDb, auditTable: TableName } = state.target;
    const Key = marshall(await state.reader.keyOf(id));
    const { Item = {} } = await dynamoDb.send(new GetItemCommand({ TableName, Key }));
    return unmarshall(Item);
  }

  async function objectsAt(key: unknown): Promise<readonly (string | undefined)[]> {
    const list = new ListObjectsV2Command({
      Bucket: state.target.places().bodyBucket,
      Prefix: String(key),
    });
    return ((await state.target.s3.send(list)).Contents ?? []).map(({ Key }) => Key);
  }

  test.each([
    ['in its record', '1 KB of text', false],
    ['in the bucket', '4 MiB at random', true],
  ])('the body is gone and all else stays when it was kept %s', async (_where, name, isLarge) => {
    const id = idOf(name);
    const { bodyKey, body } = await itemOf(id);
    expect([bodyKey !== undefined, body !== undefined]).toEqual([isLarge, !isLarge]);
    if (isLarge) expect(await objectsAt(bodyKey)).toEqual([bodyKey]);
    const before = await state.record(id);

    const finished = await erase(id, ...because);
    expect(finished).toEqual({
      code: 0,
      stdout: `${id} erased; its digest and size stay\n`,
      stderr: '',
    });
    const { history, bodyErasedAt, ...rest } = await state.record(id);
    const { history: earlier = [], ...same } = before;
    expect(rest).toEqual(same);
    expect(rest).toMatchObject({
      bodySha256: digestOf(bodyOf(name)),
      bodyBytes: bodyOf(name).byteLength,
    });
    expect(history).toEqual([
      ...earlier,
      {
        what: 'body-erased',
        at: bodyErasedAt,
        by: expect.stringMatching(/.@./),
        reason: 'request 4711',
      },
    ]);
    const item = await itemOf(id);
    for (const attribute of ['body', 'bodyKey', 'bodyEncoding'])
      expect(item).not.toHaveProperty(attribute);
    if (isLarge) expect(await objectsAt(bodyKey)).toEqual([]);
  });

  test('a replay is refused when the body was erased', async () => {
    const id = idOf('1 byte');
    expect((await erase(id, ...because)).code).toBe(0);
    const runs = handler.runs(id).length;
    const replayed = await sallyport(data.path, ['replay', id, ...because]);
    expect(replayed).toMatchObject({ code: 1, stdout: `${id} its body was erased\n` });
    expect(handler.runs(id)).toHaveLength(runs);
    const plan = await sallyport(data.path, ['replay', id, '--dry-run', '--json']);
    expect(jsonLines(plan)[0]).toMatchObject({ replayable: 0, refused: { 'body-erased': 1 } });
  });

  test('no copy stays in the bucket when the event came twice', async () => {
    const again = await send(bodyOf('300 KB at random'));
    expect(await state.record(again.id)).toMatchObject({ status: 'duplicate' });
    const { bodyKey } = await itemOf(idOf('300 KB at random'));
    const copy = `bodies/github/${again.id}`;
    expect([...(await objectsAt(bodyKey)), ...(await objectsAt(copy))]).toContain(bodyKey);
    expect((await erase(idOf('300 KB at random'), ...because)).code).toBe(0);
    expect([...(await objectsAt(bodyKey)), ...(await objectsAt(copy))]).toEqual([]);
  });

  test('nothing changes and the line says that nothing is kept when a body is erased again', async () => {
    const id = idOf('gzip of random text');
    expect((await erase(id, ...because)).code).toBe(0);
    const before = await itemOf(id);
    const again = await erase(id, ...because, '--json');
    expect([again.code, jsonLines(again)]).toEqual([0, [{ id, result: 'nothing-kept' }]]);
    expect(await itemOf(id)).toEqual(before);
  });

  test('the same bytes are a duplicate still when they come again after the erasure', async () => {
    const { httpStatus, id } = await send(bodyOf('1 KB of text'));
    expect(httpStatus).toBe(200);
    expect(await state.record(id)).toMatchObject({
      status: 'duplicate',
      eventRecordId: idOf('1 KB of text'),
    });
    const erased = await erase(id, ...because);
    expect(erased).toMatchObject({ code: 0, stdout: `${id} no body is kept\n` });
  });

  test('the kept body of a refused request is gone when it is erased', async () => {
    const forged = await post(`${local.gateway}/hooks/github`, 'forged', githubHeaders('x', ''));
    expect(await itemOf(forged.id)).toHaveProperty('body');
    expect((await erase(forged.id, ...because)).code).toBe(0);
    expect(await itemOf(forged.id)).not.toHaveProperty('body');
    expect(await state.record(forged.id)).toMatchObject({
      status: 'rejected',
      bodySha256: digestOf(Buffer.from('forged')),
      history: [{ what: 'body-erased' }],
    });
  });

  test('the body stays when the event is still to be handled or the id is unknown', async () => {
    handler.steer({ slow: { pauseMs: 4000 } });
    const { id } = await send(Buffer.from('{"slow":true}'), 'slow');
    await eventually(
      async () => (handler.runs(id).length > 0 ? true : undefined),
      20,
      'the handler to begin',
    );
    const unknown = '01M85CJX78SGCM9XNWKR62T8PT';
    const finished = await erase(id, unknown, ...because);
    expect(finished).toEqual({
      code: 1,
      stdout: `${id} not erased: the event is not done or failed yet\n${unknown} not erased: no such record\n`,
      stderr: 'sallyport: 2 of 2 bodies were not erased\n',
    });
    expect(await itemOf(id)).toHaveProperty('body');
    await state.settled([id]);
    expect(handler.lines().at(-1)).toMatchObject({ recordId: id, phase: 'end' });
  });

  test.each([
    ['no reason is given', ['01M85CJX78SGCM9XNWKR62T8PT'], "'--reason <text>' not specified"],
    ['the reason is blank', ['01M85CJX78SGCM9XNWKR62T8PT', '--reason', ' '], '--reason is empty'],
    ['no id is given', because, "missing required argument 'ids'"],
  ])('the command is refused in one line when %s', async (_when, args, text) => {
    expectRefused(await erase(...args), 2, text);
  });
});
