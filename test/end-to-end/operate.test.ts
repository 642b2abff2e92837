import { spawn } from 'node:child_process';
import type { RecordPage } from '../../cli/console/page/api.ts';
import { openConsole } from '../support/console-client.ts';
import {
  eventually,
  jsonLines,
  type LocalRun,
  run,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';

/* The first start, the command line and the console, as a newcomer meets them. */

const data = temporaryData();
let local: LocalRun;

beforeAll(async () => {
  local = await startLocalRun(data.path);
});

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

const list = async (...args: readonly string[]) =>
  jsonLines(await sallyport(data.path, ['audit', 'list', '--json', ...args]));

test('the first start shows a processed and a rejected sample of every source', () => {
  for (const source of ['stripe', 'github', 'standard-webhooks', 'bank']) {
    expect(local.output()).toMatch(new RegExp(`Z  ${source} +done +succeeded`));
    expect(local.output()).toMatch(new RegExp(`Z  ${source} +rejected +signature-mismatch`));
  }
  expect(local.output()).toMatch(
    /^ready \{"gateway":"http:\/\/127\.0\.0\.1:\d+","console":"http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}"\}$/m,
  );
});

test('prints audit records with the fixed field names', async () => {
  const [record] = await list('--source', 'stripe', '--status', 'done');
  expect(record).toMatchObject({
    source: 'stripe',
    provider: 'stripe',
    status: 'done',
    strength: 'signed',
    eventType: 'payment_intent.succeeded',
    sourceIp: '127.0.0.1',
    attempts: 1,
    deliveries: 1,
    secretVersion: 'current',
    checks: [
      { check: 'signature', result: 'passed' },
      { check: 'freshness', result: 'passed' },
    ],
  });
  expect(record?.['id']).toMatch(/^[0-9A-Z]{26}$/);
  expect(record?.['receivedAt']).toBe(new Date(String(record?.['receivedAt'])).toISOString());
  expect(record?.['bodySha256']).toMatch(/^[0-9a-f]{64}$/);
  expect(record?.['bodyBytes']).toBeGreaterThan(0);
});

test('lists the sources with checks, secret state and URL', async () => {
  const sources = jsonLines(await sallyport(data.path, ['sources', 'list', '--json']));
  expect(sources.map(({ source }) => source)).toEqual([
    'stripe',
    'github',
    'standard-webhooks',
    'bank',
  ]);
  expect(sources[3]).toMatchObject({
    provider: 'generic',
    checks: ['source-ip', 'token', 'signature'],
    secret: 'set',
    url: `${local.gateway}/hooks/bank`,
  });
});

const plainFaults = {
  tampered: 'signature-mismatch',
  'wrong-key': 'signature-mismatch',
  unsigned: 'signature-missing',
  stale: undefined,
};

/** Every fault on every source: the reason on record, or none where the source has nothing that the fault could break. */
const faultReasons = Object.entries({
  stripe: { ...plainFaults, stale: 'stale' },
  github: plainFaults,
  'standard-webhooks': { ...plainFaults, stale: 'stale' },
  bank: { ...plainFaults, unsigned: 'token-missing' },
}).flatMap(([source, reasons]) =>
  Object.entries(reasons).map(([fault, reason]) => [source, fault, reason] as const),
);

test.each(faultReasons.filter(([, , reason]) => reason === undefined))(
  'send %s --fault %s is refused: it would change nothing',
  async (source, fault) => {
    const { code, stderr } = await sallyport(data.path, ['send', source, '--fault', fault]);
    expect(code).toBe(2);
    expect(stderr).toContain(`source "${source}" signs no timestamp`);
  },
);

test.each(faultReasons.filter(([, , reason]) => reason !== undefined))(
  'send %s --fault %s is rejected as %s',
  async (source, fault, reason) => {
    const sent = await sallyport(data.path, ['send', source, '--fault', fault, '--json']);
    expect(sent.code).toBe(0);
    const [reply] = jsonLines(sent);
    expect(reply).toMatchObject({ httpStatus: 403, message: 'forbidden', fault });
    const [record] = jsonLines(
      await sallyport(data.path, ['audit', 'show', String(reply?.['id']), '--json']),
    );
    expect(record).toMatchObject({ source, status: 'rejected', reason });
  },
);

test('send --fault oversize is refused by its size', async () => {
  const sent = await sallyport(data.path, ['send', 'stripe', '--fault', 'oversize', '--json']);
  const [reply] = jsonLines(sent);
  expect(reply).toMatchObject({ httpStatus: 413, fault: 'oversize' });
  const [record] = await list('--source', 'stripe', '--status', 'rejected', '--limit', '1');
  expect(record).toMatchObject({ id: reply?.['id'], reason: 'too-large' });
});

test.each(['stripe', 'github', 'standard-webhooks', 'bank'])(
  'send %s --fault duplicate takes effect once',
  async (source) => {
    const replies = jsonLines(
      await sallyport(data.path, ['send', source, '--fault', 'duplicate', '--json']),
    );
    expect(replies.map(({ httpStatus }) => httpStatus)).toEqual([200, 200]);
    const [first, second] = replies.map(({ id }) => String(id));
    const records = await list('--source', source, '--limit', '2');
    expect(records.map(({ id, status }) => [id, status === 'duplicate'])).toEqual([
      [second, true],
      [first, false],
    ]);
    expect(records[1]?.['deliveries']).toBe(2);
  },
);

test('send takes a type, an id and a body of its own', async () => {
  const [reply] = jsonLines(
    await sallyport(data.path, [
      'send',
      'stripe',
      '--type',
      'invoice.paid',
      '--id',
      'evt_mine',
      '--json',
    ]),
  );
  const [record] = jsonLines(
    await sallyport(data.path, ['audit', 'show', String(reply?.['id']), '--json']),
  );
  expect(record).toMatchObject({
    eventType: 'invoice.paid',
    eventId: 'evt_mine',
    idempotencyKey: 'id:evt_mine',
  });
  const own = await sallyport(data.path, ['send', 'bank', '--body', 'package.json', '--json']);
  expect(jsonLines(own)[0]).toMatchObject({ httpStatus: 200 });
});

test('audit tail prints a delivery as it comes', async () => {
  const tail = spawn('node_modules/.bin/node', [
    'bin/sallyport.cjs',
    'audit',
    'tail',
    '--json',
    '--data',
    data.path,
  ]);
  let text = '';
  tail.stdout.on('data', (chunk) => {
    text += chunk;
  });
  await new Promise((resume) => setTimeout(resume, 1500));
  const [reply] = jsonLines(await sallyport(data.path, ['send', 'github', '--json']));
  const seen = async () => (text.includes(String(reply?.['id'])) ? true : undefined);
  await eventually(seen, 15, 'the delivery in audit tail').finally(() => tail.kill());
});

test('the console of the local run is open to whoever has its link, and to nobody else', async () => {
  const { origin } = new URL(local.console);
  expect((await fetch(origin)).status).toBe(401);
  const client = await openConsole(local.console);
  const { records } = await client.get<RecordPage>('/api/records?source=stripe');
  expect(records[0]).toMatchObject({ source: 'stripe' });
  expect((await client.reply('/')).text).toContain('<div id="app"></div>');
});

test.each([
  ['GET', '/', 404],
  ['POST', '/hooks', 404],
  ['POST', '/hooks/nobody', 404],
  ['POST', '/hooks/stripe/more', 404],
  ['GET', '/hooks/stripe', 405],
])('%s %s is answered %d with a flat body', async (method, path, status) => {
  const response = await fetch(`${local.gateway}${path}`, { method });
  expect(response.status).toBe(status);
  expect(Object.keys((await response.json()) as object)).toEqual(['message', 'id']);
});

test('answers 413 to a body over the limit', async () => {
  for (const bytes of [4 * 1024 * 1024 + 1, 11 * 1024 * 1024]) {
    const response = await fetch(`${local.gateway}/hooks/stripe`, {
      method: 'POST',
      body: new Uint8Array(bytes),
    });
    expect(response.status).toBe(413);
  }
});

test('prints help with every verb and no failure', async () => {
  const { code, stdout } = await run('node', ['bin/sallyport.cjs', '--help']);
  expect(code).toBe(0);
  for (const noun of ['sources', 'secrets', 'send', 'audit']) expect(stdout).toContain(noun);
});

test('audit explain says what a refused request lacked', async () => {
  const [reply] = jsonLines(
    await sallyport(data.path, ['send', 'bank', '--fault', 'tampered', '--json']),
  );
  const explained = await sallyport(data.path, ['audit', 'explain', String(reply?.['id'])]);
  expect(explained.stdout).toMatch(/^signature-mismatch: .*nothing that commonly goes wrong/);
  const [unsigned] = jsonLines(
    await sallyport(data.path, ['send', 'github', '--fault', 'unsigned', '--json']),
  );
  const [answer] = jsonLines(
    await sallyport(data.path, ['audit', 'explain', String(unsigned?.['id']), '--json']),
  );
  expect(answer).toMatchObject({
    reason: 'signature-missing',
    cause: 'the request carries no header x-hub-signature-256',
    certain: true,
  });
});

test('secrets list shows when the previous secret was last used, and no value', async () => {
  const before = jsonLines(await sallyport(data.path, ['secrets', 'list', '--json']));
  const stripe = before.find(({ source }) => source === 'stripe');
  expect(stripe).toMatchObject({ fields: ['signing'], previous: false });
  await sallyport(data.path, ['secrets', 'set', 'stripe'], 'whsec_rotated_for_the_list\n');
  const listed = await sallyport(data.path, ['secrets', 'list', '--json']);
  expect(listed.stdout).not.toContain('whsec_rotated');
  const after = jsonLines(listed).find(({ source }) => source === 'stripe');
  expect(after).toMatchObject({ previous: true });
});
