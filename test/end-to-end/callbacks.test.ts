import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type RunFile, readRunFile } from '../../cli/run-file.ts';
import { waitForCallback } from '../../lambda/callbacks/client.ts';
import { expectRefused } from '../support/command.ts';
import {
  eventually,
  jsonLines,
  type LocalRun,
  run,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { type LocalState, localState } from '../support/local-state.ts';
import type { Sent } from '../support/senders.ts';

/* One-time addresses over the real local run: minted in every way there is, answered over HTTP, handled, waited for, expired. */

const data = temporaryData();
const folder = dirname(data.path);
/** As many at once as a busy machine can answer before senders lose patience. */
const agent = new Agent({ keepAlive: true, maxSockets: 24 });
const diary = join(folder, 'diary.jsonl');
const handlers = join(folder, 'handlers');
const config = join(folder, 'receiver.json');

interface Handled {
  readonly by: string;
  readonly type?: string;
  readonly origin?: string;
  readonly callback?: { readonly ref: string; readonly data?: unknown };
  readonly body: string;
  readonly query: Readonly<Record<string, string>>;
  readonly minted?: { readonly url: string };
}

const handlerCode = (by: string, source: string, options: string, work = '') => `
import { appendFileSync } from 'node:fs';
import { defineHandler } from ${JSON.stringify(resolve('lambda/worker/handler.ts'))};
import { createCallback } from ${JSON.stringify(resolve('lambda/callbacks/client.ts'))};
export default defineHandler({
  source: '${source}',
  ${options}
  async handle(event) {
    ${work}
    const { eventType: type, origin, callback, query } = event;
    const line = { by: '${by}', type, origin, callback, query, body: event.text(), minted: globalThis.minted };
    appendFileSync(${JSON.stringify(diary)}, JSON.stringify(line) + '\\n');
  },
});
void createCallback;
`;

function handled(by: string, ref?: string): readonly Handled[] {
  if (!existsSync(diary)) return [];
  const lines = readFileSync(diary, 'utf8').split('\n').filter(Boolean);
  return lines
    .map((line): Handled => JSON.parse(line))
    .filter((line) => line.by === by && (ref === undefined || line.callback?.ref === ref));
}

let local: LocalRun;
let state: LocalState;
let runFile: RunFile;

beforeAll(async () => {
  mkdirSync(handlers, { recursive: true });
  writeFileSync(
    config,
    JSON.stringify({
      sources: {
        pay: { callbacks: true, methods: ['POST', 'GET'] },
        plain: { allowList: ['127.0.0.1'] },
      },
    }),
  );
  const files: Readonly<Record<string, string>> = {
    answers: handlerCode('answers', 'pay', ''),
    expiries: handlerCode('expiries', 'pay', "types: ['callback.expired'],"),
    orders: handlerCode(
      'orders',
      'plain',
      '',
      "globalThis.minted = await createCallback({ source: 'pay', ref: event.json().order, ttl: '1h' });",
    ),
  };
  for (const [name, code] of Object.entries(files))
    writeFileSync(join(handlers, `${name}.ts`), code);
  local = await startLocalRun(data.path, [
    '--no-samples',
    '--config',
    config,
    '--handlers',
    handlers,
  ]);
  state = await localState(data.path);
  const found = readRunFile(data.path);
  if (found === undefined) throw new Error('no run file');
  runFile = found;
});

afterAll(async () => {
  agent.destroy();
  await local.end('SIGTERM');
  data.remove();
});

function post(url: string, body: string): Promise<Sent> {
  const { promise, resolve: fulfil, reject } = Promise.withResolvers<Sent>();
  request(url, { method: 'POST', agent }, (response) => {
    const id = String(response.headers['x-sallyport-id']);
    text(response).then(() => fulfil({ httpStatus: response.statusCode ?? 0, id }), reject);
  })
    .once('error', reject)
    .end(body);
  return promise;
}

/** As a sender does that is asked to come again: a machine under load answers some requests with 503. */
async function postUntilAnswered(url: string, body: string): Promise<Sent> {
  for (let left = 20; ; left -= 1) {
    const sent = await post(url, body);
    if (sent.httpStatus !== 503 || left === 0) return sent;
    await new Promise((resume) => setTimeout(resume, 200));
  }
}

async function create(...args: readonly string[]): Promise<{ readonly url: string }> {
  const finished = await sallyport(data.path, ['callbacks', 'create', 'pay', ...args, '--json']);
  const [minted] = jsonLines(finished);
  if (minted === undefined) throw new Error(finished.stderr);
  return minted as { url: string };
}

const wait = (ref: string, settled = false) =>
  waitForCallback(ref, {
    source: 'pay',
    auditTable: state.target.auditTable,
    dynamoDb: state.target.dynamoDb,
    s3: state.target.s3,
    bodyBucket: state.target.places().bodyBucket,
    timeout: '20s',
    settled,
  });

const listed = async (ref: string) =>
  jsonLines(await sallyport(data.path, ['callbacks', 'list', 'pay', '--ref', ref, '--json']));

test('a callback that the command line minted is answered once, and its handler gets ref and data', async () => {
  const created = await sallyport(data.path, [
    'callbacks',
    'create',
    'pay',
    ...['--ref', 'ORDER-42', '--ttl', '15m', '--callback-data', '{"order":42}'],
  ]);
  const [url = '', ref, expires = ''] = created.stdout
    .split('\n')
    .map((line) => line.split(/ {2,}/)[1] ?? '');
  expect(url).toMatch(new RegExp(`^${local.gateway}/callbacks/pay/[\\w-]{32}$`));
  expect(ref).toBe('ORDER-42');
  expect(Date.parse(expires)).toBeGreaterThan(Date.now() + 890_000);
  expect(await listed('ORDER-42')).toMatchObject([{ state: 'waiting', used: 0, uses: 1 }]);

  const waiting = wait('ORDER-42', true);
  const { httpStatus, id } = await post(`${url}?status=ok`, '{"paid":true}');
  expect(httpStatus).toBe(200);
  const result = await waiting;
  expect(result).toMatchObject({
    kind: 'answered',
    recordId: id,
    status: 'done',
    query: { status: 'ok' },
  });
  expect(result.kind === 'answered' && result.json()).toEqual({ paid: true });
  expect(handled('answers', 'ORDER-42')).toMatchObject([
    { callback: { ref: 'ORDER-42', data: { order: 42 } }, body: '{"paid":true}' },
  ]);

  const again = await post(`${url}?status=ok`, '{"paid":true}');
  expect(again.httpStatus).toBe(404);
  expect(await state.record(again.id)).toMatchObject({
    status: 'rejected',
    reason: 'callback-used',
  });
  expect(await listed('ORDER-42')).toMatchObject([
    { state: 'answered', used: 1, uses: 1, records: [id] },
  ]);
});

test('the handler that asks for expiries is told of one, and the answer that comes then is refused', async () => {
  const { url } = await create('--ref', 'LATE-1', '--ttl', '2');
  const answered = await create('--ref', 'LATE-2', '--ttl', '2');
  expect((await post(answered.url, 'in time')).httpStatus).toBe(200);
  expect(await wait('LATE-1', true)).toMatchObject({ kind: 'expired', status: 'done' });
  expect(handled('expiries', 'LATE-1')).toMatchObject([
    { type: 'callback.expired', origin: 'expiry', body: '' },
  ]);
  expect(handled('answers', 'LATE-1')).toEqual([]);
  const late = await post(url, 'late');
  expect(late.httpStatus).toBe(404);
  expect(await state.record(late.id)).toMatchObject({ reason: 'callback-expired' });
  expect(await listed('LATE-1')).toMatchObject([{ state: 'expired', used: 0 }]);
  expect(await wait('LATE-2')).toMatchObject({ kind: 'answered' });
  expect(handled('expiries', 'LATE-2')).toEqual([]);
});

test.each([
  ['different answers', (copy: number) => `answer ${copy}`],
  ['the same answer', () => 'answer'],
])(
  'of two hundred requests at once with %s one is handled, and all are on record',
  async (what, bodyOf) => {
    const copies = 200;
    const { url } = await create('--ref', what, '--ttl', '15m');
    const replies = await Promise.all(
      Array.from({ length: copies }, (_, copy) => postUntilAnswered(url, bodyOf(copy))),
    );
    const result = await wait(what, true);
    if (result.kind !== 'answered') throw new Error(`${what}: ${result.kind}`);
    const records = await Promise.all(replies.map(({ id }) => state.record(id)));
    expect(handled('answers', what)).toHaveLength(1);
    for (const [at, { id, status, reason }] of records.entries()) {
      const isRefused = status === 'rejected';
      expect(replies[at]?.httpStatus).toBe(isRefused ? 404 : 200);
      expect(reason).toBe(isRefused ? 'callback-used' : undefined);
      if (!isRefused) expect(status).toBe(id === result.recordId ? 'done' : 'duplicate');
    }
    const [listing] = await listed(what);
    expect(listing).toMatchObject({ used: 1, records: [result.recordId] });
  },
);

test('a service mints and waits through the package, told of the receiver by its environment', async () => {
  const { places } = runFile;
  const code = `
    import { createCallback, waitForCallback } from 'sallyport/callbacks';
    const { url } = await createCallback({ ref: 'SERVICE-1', ttl: '1h', data: [1] });
    const waiting = waitForCallback('SERVICE-1', { timeout: '20s' });
    const { status } = await fetch(url, { method: 'POST', body: 'x'.repeat(3) });
    const result = await waiting;
    console.log(JSON.stringify({ status, kind: result.kind, text: result.text() }));
  `;
  const variables = {
    SALLYPORT_AUDIT_TABLE: runFile.auditTable,
    SALLYPORT_BODY_BUCKET: places.bodyBucket,
    SALLYPORT_CALLBACKS_URL: `${local.gateway}/callbacks`,
    SALLYPORT_CALLBACK_SOURCE: 'pay',
    AWS_ENDPOINT_URL_DYNAMODB: runFile.endpoints.dynamoDb,
    AWS_ENDPOINT_URL_S3: runFile.endpoints.s3,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  const environment = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const finished = await run('env', [...environment, 'node', '--input-type=module', '-e', code]);
  expect(finished.stderr).toBe('');
  expect(JSON.parse(finished.stdout)).toEqual({ status: 200, kind: 'answered', text: 'xxx' });
});

describe('the function', () => {
  const invoke = async (order: object) => {
    const client = new LambdaClient({
      endpoint: runFile.lambda,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const FunctionName = 'sallyport-local-callbacks';
    const answer = await client.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(order) }),
    );
    return {
      error: answer.FunctionError,
      payload: JSON.parse(Buffer.from(answer.Payload ?? []).toString()),
    };
  };

  test('mints for whoever may invoke it', async () => {
    const { error, payload } = await invoke({ source: 'pay', ref: 'INVOKED', ttl: '1h', uses: 2 });
    expect(error).toBeUndefined();
    expect(payload).toEqual({
      url: expect.stringMatching(/^http:/),
      ref: 'INVOKED',
      expiresAt: expect.any(String),
    });
    expect((await post(payload.url, 'one')).httpStatus).toBe(200);
    expect((await post(payload.url, 'two')).httpStatus).toBe(200);
    expect((await post(payload.url, 'three')).httpStatus).toBe(404);
    expect(await listed('INVOKED')).toMatchObject([{ state: 'answered', used: 2, uses: 2 }]);
  });

  test('says in one line what is wrong with an order', async () => {
    expect(await invoke({ source: 'plain', ref: 'X', ttl: '1h' })).toEqual({
      error: 'Unhandled',
      payload: {
        errorType: 'ConfigError',
        errorMessage: 'source: "plain" takes no callbacks: use one of pay',
      },
    });
  });
});

test('a handler mints a callback for the call that it makes', async () => {
  const { httpStatus } = await post(`${local.gateway}/hooks/plain`, '{"order":"ORDER-7"}');
  expect(httpStatus).toBe(200);
  const [order] = await eventually(
    async () => (handled('orders').length > 0 ? handled('orders') : undefined),
    20,
    'the handler of orders',
  );
  expect((await post(order?.minted?.url ?? '', 'answer')).httpStatus).toBe(200);
  expect(await wait('ORDER-7', true)).toMatchObject({ kind: 'answered', status: 'done' });
});

test('send mints a callback for its sample, and says which faults there can be', async () => {
  const sent = await sallyport(data.path, ['send', 'pay', '--json']);
  expect(jsonLines(sent)).toMatchObject([{ source: 'pay', httpStatus: 200 }]);
  for (const fault of ['wrong-key', 'unsigned']) {
    const faulty = await sallyport(data.path, ['send', 'pay', '--fault', fault, '--json']);
    expect(faulty.code).toBe(0);
    expect(jsonLines(faulty)).toMatchObject([{ fault, httpStatus: 404 }]);
  }
  const duplicate = await sallyport(data.path, ['send', 'pay', '--fault', 'duplicate']);
  expectRefused(duplicate, 2, 'takes each answer once');
  const explained = await sallyport(data.path, [
    'audit',
    'explain',
    String(
      jsonLines(await sallyport(data.path, ['send', 'pay', '--fault', 'unsigned', '--json']))[0]?.[
        'id'
      ],
    ),
  ]);
  expect(explained.stdout).toContain('is none that was minted for this source');
});

test('sources list shows where callbacks are answered', async () => {
  const rows = jsonLines(await sallyport(data.path, ['sources', 'list', '--json']));
  expect(rows).toMatchObject([
    {
      source: 'pay',
      checks: ['callback'],
      strength: 'token',
      url: `${local.gateway}/callbacks/pay/<token>`,
    },
    { source: 'plain', url: `${local.gateway}/hooks/plain` },
  ]);
});

describe('a callback is not minted', () => {
  const right = ['--ref', 'X', '--ttl', '15m'];
  test.each<[string, readonly string[], RegExp]>([
    [
      'for a source without callbacks',
      ['plain', ...right],
      /"plain" takes no callbacks: use one of pay/,
    ],
    ['for a source that is none', ['pey', ...right], /"pey" takes no callbacks: use one of pay/],
    ['without a ref', ['pay', '--ttl', '15m'], /--ref/],
    ['without a ttl', ['pay', '--ref', 'X'], /--ttl/],
    ['for a time that is none', ['pay', '--ref', 'X', '--ttl', '15x'], /ttl: "15x" is refused/],
    ['for too long', ['pay', '--ref', 'X', '--ttl', '31d'], /30 days at most/],
    ['for no use', ['pay', ...right, '--uses', '0'], /uses: 0 is refused: expected a whole number/],
    ['for a use that is no number', ['pay', ...right, '--uses', 'x'], /uses: "x" is refused/],
    [
      'with data that are no JSON',
      ['pay', ...right, '--callback-data', '{'],
      /--callback-data is no JSON/,
    ],
    [
      'with too much data',
      ['pay', ...right, '--callback-data', JSON.stringify('x'.repeat(2047))],
      /data: 2049 bytes of JSON are too many/,
    ],
    [
      'for two workflows',
      ['pay', ...right, '--task-token-stdin', '--durable-callback-stdin'],
      /exclude each other/,
    ],
  ])('%s', async (_why, args, line) => {
    expectRefused(await sallyport(data.path, ['callbacks', 'create', ...args]), 2, line);
  });

  test('with a task token that is none, which is not shown', async () => {
    const args = ['callbacks', 'create', 'pay', ...right, '--task-token-stdin'];
    const finished = await sallyport(data.path, args, 'geheim geheim');
    expectRefused(finished, 2, /taskToken: is no token/);
    expect(finished.stderr).not.toContain('geheim');
  });
});

test('a task token comes from standard input and is kept with the callback alone', async () => {
  const args = ['callbacks', 'create', 'pay', '--ref', 'TASK', '--ttl', '1h', '--task-token-stdin'];
  const finished = await sallyport(data.path, args, 'task-token-of-a-workflow\n');
  expect(finished).toMatchObject({ code: 0, stderr: '' });
  const items = (await state.items()).filter((item) => item.includes('task-token-of-a-workflow'));
  expect(items).toHaveLength(1);
  expect(items[0]).toContain('pay#callback-token#');
});

test('no token is anywhere in the data folder', async () => {
  const { url } = await create('--ref', 'SECRET', '--ttl', '1h');
  await post(url, 'answer');
  await post(url, 'another');
  await wait('SECRET', true);
  const token = url.split('/').at(-1) ?? '';
  const found = await run('grep', ['-rlaF', '--', token, data.path]);
  expect(found).toMatchObject({ code: 1, stdout: '' });
  expect(local.output()).not.toContain(token);
});

test('answers, redeliveries, refusals and expiries are intact', async () => {
  const finished = await sallyport(data.path, ['audit', 'verify', '--json']);
  const found = jsonLines(finished);
  expect(found.filter(({ problems }) => (problems as [])?.length > 0)).toEqual([]);
  expect(finished.code).toBe(0);
  expect(found.at(-1)).toMatchObject({ broken: 0, finished: true });
  const records = await state.records();
  expect(found).toHaveLength(records.length + 1);
  const expiries = records.filter(({ origin }) => origin === 'expiry');
  expect(expiries.length).toBeGreaterThan(0);
  for (const { id } of expiries)
    expect(found.find((one) => one['id'] === id)).toMatchObject({
      body: 'intact',
      signature: 'none',
    });
}, 60_000);
