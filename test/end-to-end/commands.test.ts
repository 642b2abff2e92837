import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import receiver from '../../receiver.config.ts';
import type { DescribedCommand } from '../support/cli-page.ts';
import { begin } from '../support/command.ts';
import { commandSubjects, fits, learnedSecret } from '../support/command-subjects.ts';
import { describeCommands } from '../support/described-commands.ts';
import {
  eventually,
  type Finished,
  jsonLines,
  type LocalRun,
  run,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { type LocalState, localState } from '../support/local-state.ts';

/* Every command on one running receiver: what people read, and what programs read. */

const data = temporaryData();
const fileOf = (name: string): string => join(dirname(data.path), name);
let local: LocalRun;
let state: LocalState;
let commands: readonly DescribedCommand[];

/** Records of the first start: a genuine sample of each source, and a forged one. */
let done: string;
let rejected: string;

/** The example, and a source of each kind that it has not. */
const sources = {
  transfers: { callbacks: true },
  shop: { provider: 'github', tenants: true },
  ...receiver.sources,
};

beforeAll(async () => {
  const config = fileOf('receiver.json');
  writeFileSync(config, JSON.stringify({ sources }));
  [local, { commands }] = await Promise.all([
    startLocalRun(data.path, ['--config', config]),
    describeCommands(),
  ]);
  state = await localState(data.path);
  const ofStripe = (await state.records()).filter(({ source }) => source === 'stripe');
  done = ofStripe.find(({ status }) => status === 'done')?.id ?? '';
  rejected = ofStripe.find(({ status }) => status === 'rejected')?.id ?? '';
}, 120_000);

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

const bare = (...args: readonly string[]) => run('node', ['bin/sallyport.cjs', ...args]);
const on = (...args: readonly string[]) => sallyport(data.path, args);

/** Standard output of a command that must succeed. */
async function shown(finished: Promise<Finished>): Promise<string> {
  const { code, stdout, stderr } = await finished;
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

/** JSON objects of a command that must succeed; each is one of those that its help promises, and nothing else is printed. */
async function objects(name: string, finished: Promise<Finished>) {
  const stdout = await shown(finished);
  const found = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { json = [] } = commands.find((command) => command.name === `sallyport ${name}`) ?? {};
  for (const one of found) expect(json.some(({ fields }) => fits(one, fields))).toBe(true);
  return found as readonly Readonly<Record<string, unknown>>[];
}

const { reconcile, checkRanges, consoleLine, recipeFile, requestFile } = commandSubjects(data.path);
const initialised = (file: string, ...args: readonly string[]) =>
  bare('init', '--yes', '--source', 'stripe', '--config', fileOf(file), ...args);

const because = ['--reason', 'a test of commands'];

/** THE table: a row for every command, in the order in which they are tried. */
const rows: Readonly<Record<string, () => Promise<void>>> = {
  async 'sources list'() {
    expect(await shown(on('sources', 'list'))).toMatch(
      /^bank +generic +source-ip, token, signature +signed +set +http/m,
    );
    const listed = await objects('sources list', on('sources', 'list', '--json'));
    expect(listed.map(({ source }) => source)).toContain('github');
  },
  async 'audit list'() {
    const text = await shown(on('audit', 'list', '--source', 'stripe'));
    expect(text).toMatch(
      new RegExp(`^RECEIVED .*\\n(.*\\n)*.*stripe +done +succeeded .*${done}$`, 'm'),
    );
    const [newest] = await objects('audit list', on('audit', 'list', '--limit', '1', '--json'));
    expect(newest).toMatchObject({ source: 'bank', status: 'rejected' });
  },
  async 'audit show'() {
    expect(await shown(on('audit', 'show', done))).toMatch(/^status {10}done$/m);
    const [record] = await objects('audit show', on('audit', 'show', done, '--json'));
    expect(record).toEqual(await state.record(done));
  },
  async 'audit explain'() {
    expect(await shown(on('audit', 'explain', rejected))).toMatch(
      /^signature-mismatch: .+\nnext: .+\n$/,
    );
    const [explained] = await objects('audit explain', on('audit', 'explain', rejected, '--json'));
    expect(explained).toMatchObject({ id: rejected, reason: 'signature-mismatch' });
  },
  async 'audit tail'() {
    const human = begin(data.path, ['audit', 'tail']);
    const machine = begin(data.path, ['audit', 'tail', '--json']);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const [sent] = jsonLines(await on('send', 'github', '--json'));
    const id = String(sent?.['id']);
    const both = async () =>
      human.stdout().includes(id) && machine.stdout().includes(id) ? true : undefined;
    await eventually(both, 20, 'the delivery in both');
    for (const { child } of [human, machine]) child.kill('SIGINT');
    expect((await human.finished).code).toBe(0);
    const seen = await objects('audit tail', machine.finished);
    expect(seen.map((record) => record['id'])).toContain(id);
  },
  async 'audit export'() {
    expect(await shown(on('audit', 'export', '--format', 'csv'))).toMatch(
      /^id,source,provider,status,/,
    );
    const [first] = await objects('audit export', on('audit', 'export', '--json'));
    expect(first).toEqual((await state.records())[0]);
    const file = fileOf('audit.parquet');
    const told = on('audit', 'export', '--format', 'parquet', '--output', file, '--json');
    expect(await objects('audit export', told)).toMatchObject([{ output: file, finished: true }]);
  },
  async 'audit verify'() {
    expect(await shown(on('audit', 'verify'))).toMatch(
      /^\d+ records: \d+ intact, 0 broken\nbodies: /,
    );
    const [record, end] = await objects('audit verify', on('audit', 'verify', done, '--json'));
    expect(record).toMatchObject({
      id: done,
      body: 'intact',
      record: 'coherent',
      signature: 'holds',
    });
    expect(end).toMatchObject({ records: 1, intact: 1, broken: 0 });
  },
  async send() {
    expect(await shown(on('send', 'stripe'))).toMatch(/^200 accepted {2}record \w{26}\n$/);
    const [reply] = await objects('send', on('send', 'bank', '--fault', 'tampered', '--json'));
    expect(reply).toMatchObject({ source: 'bank', fault: 'tampered', httpStatus: 403 });
  },
  async replay() {
    expect(await shown(on('replay', done, '--dry-run'))).toContain('1 events would be replayed');
    await objects('replay', on('replay', done, '--dry-run', '--json'));
    const replayed = await objects('replay', on('replay', done, ...because, '--json'));
    expect(replayed).toMatchObject([
      { id: done, result: 'replayed' },
      { replayed: 1, finished: true },
    ]);
    expect(await state.settled([done])).toMatchObject([{ status: 'done', attempts: 2 }]);
  },
  async 'dlq list'() {
    expect(await shown(on('dlq', 'list'))).toBe('RECEIVED  SOURCE  TYPE  ATTEMPTS  ERROR  ID\n');
    expect(await objects('dlq list', on('dlq', 'list', '--json'))).toEqual([
      { failed: 0, waiting: 0 },
    ]);
  },
  async 'dlq redrive'() {
    expect(await shown(on('dlq', 'redrive', ...because))).toBe('');
    const redriven = await objects('dlq redrive', on('dlq', 'redrive', ...because, '--json'));
    expect(redriven).toMatchObject([{ replayed: 0, refused: 0, finished: true }]);
  },
  async 'bodies erase'() {
    expect(await shown(on('bodies', 'erase', rejected, ...because))).toBe(
      `${rejected} erased; its digest and size stay\n`,
    );
    const again = await objects(
      'bodies erase',
      on('bodies', 'erase', rejected, ...because, '--json'),
    );
    expect(again).toEqual([{ id: rejected, result: 'nothing-kept' }]);
  },
  async reconcile() {
    expect(await shown(reconcile('--since', '1h'))).toMatch(
      /evt_lost +invoice\.paid .*missing\n\n1 sent, 1 missing here\n$/,
    );
    const fetched = await objects('reconcile', reconcile('--since', '1h', '--fetch', '--json'));
    expect(fetched.at(-1)).toMatchObject({ eventId: 'evt_lost', result: 'enqueued' });
  },
  async doctor() {
    expect(await shown(on('doctor'))).toMatch(/^pass +secrets +stripe +usable: signing$/m);
    const found = await objects('doctor', on('doctor', '--json'));
    expect(found).toContainEqual({
      check: 'secrets',
      subject: 'bank',
      result: 'pass',
      finding: 'usable: token, signing',
    });
  },
  async 'secrets list'() {
    expect(await shown(on('secrets', 'list'))).toMatch(/^bank +token, signing +20\S+Z\n/m);
    const listed = await objects('secrets list', on('secrets', 'list', '--json'));
    expect(listed[0]).toMatchObject({ source: 'stripe', previous: false });
  },
  async 'secrets set'() {
    const set = (...args: readonly string[]) =>
      sallyport(data.path, ['secrets', 'set', 'github', ...args], 'a-secret-of-commands');
    expect(await shown(set())).toMatch(/^stored the signing secret of github; /);
    expect(await objects('secrets set', set('--json'))).toEqual([
      { source: 'github', field: 'signing', stored: true },
    ]);
  },
  async 'secrets rotate'() {
    const rotate = (...args: readonly string[]) =>
      on('secrets', 'rotate', 'standard-webhooks', ...args);
    expect(await shown(rotate('--generate'))).toMatch(/^whsec_\S{44}\n$/);
    const finished = await objects('secrets rotate', rotate('--finish', '--force', '--json'));
    expect(finished).toEqual([{ source: 'standard-webhooks', finished: true }]);
    const [begun] = await objects('secrets rotate', rotate('--generate', '--json'));
    expect(begun).toMatchObject({ field: 'signing', value: expect.stringMatching(/^whsec_/) });
  },
  async 'callbacks create'() {
    const create = (...args: readonly string[]) =>
      on('callbacks', 'create', 'transfers', '--ref', 'ORDER-42', '--ttl', '15m', ...args);
    expect(await shown(create('--uses', '2'))).toMatch(
      /^url {6}http:\S+\/callbacks\/transfers\/\S{32}\nref {6}ORDER-42\nexpires {2}20\S+Z\n$/,
    );
    const order = ['--callback-data', '{"order":42}', '--json'];
    const [minted] = await objects('callbacks create', create(...order));
    const answered = await fetch(String(minted?.['url']), { method: 'POST', body: '{}' });
    expect(answered.status).toBe(200);
  },
  async 'callbacks list'() {
    const list = (...args: readonly string[]) =>
      on('callbacks', 'list', 'transfers', '--ref', 'ORDER-42', ...args);
    expect(await shown(list())).toMatch(
      /^STATE .*\nanswered +1 of 1 +20\S+Z +\w{26}\nwaiting +0 of 2 +20\S+Z/,
    );
    const [newest] = await objects('callbacks list', list('--json'));
    expect(newest).toMatchObject({ state: 'answered', used: 1, uses: 1 });
  },
  async 'tenants create'() {
    const create = (...args: readonly string[]) => on('tenants', 'create', 'shop', ...args);
    expect(await shown(create('acme', '--generate'))).toMatch(
      /^created tenant acme of shop: http:\S+\/hooks\/shop\/acme\nsigning secret, shown this once: \S+\n$/,
    );
    const made = await objects('tenants create', create('umbrella', '--generate', '--json'));
    expect(made).toMatchObject([{ source: 'shop', tenant: 'umbrella', missing: [] }]);
  },
  async 'tenants list'() {
    expect(await shown(on('tenants', 'list', 'shop'))).toMatch(/^TENANT .*\n(.+\n)*acme +20/);
    const listed = await objects('tenants list', on('tenants', 'list', 'shop', '--json'));
    expect(listed.map(({ tenant }) => tenant)).toContain('umbrella');
  },
  async 'tenants delete'() {
    const remove = (...args: readonly string[]) =>
      on('tenants', 'delete', 'shop', ...args, '--yes');
    expect(await shown(remove('acme'))).toContain(': sallyport tenants restore shop acme\n');
    const deleted = await objects('tenants delete', remove('umbrella', '--json'));
    expect(deleted).toMatchObject([{ tenant: 'umbrella', deleted: true }]);
  },
  async 'tenants restore'() {
    const restore = (...args: readonly string[]) => on('tenants', 'restore', 'shop', ...args);
    expect(await shown(restore('acme'))).toContain('acme');
    expect(await objects('tenants restore', restore('umbrella', '--json'))).toEqual([
      { source: 'shop', tenant: 'umbrella', restored: true },
    ]);
  },
  async 'ranges check'() {
    const human = await checkRanges();
    expect(human).toMatchObject({ code: 1, stderr: expect.stringContaining('has changed: run') });
    expect(human.stdout).toMatch(/^github: differs \(https:\S+\)\n\+ 192\.30\.252\.0\/22\n$/);
    const machine = await checkRanges('--json');
    expect(machine.code).toBe(1);
    const [github] = await objects('ranges check', Promise.resolve({ ...machine, code: 0 }));
    expect(github).toMatchObject({ provider: 'github', added: ['192.30.252.0/22'], removed: [] });
  },
  async 'recipe test'() {
    const file = recipeFile();
    expect(await shown(bare('recipe', 'test', file))).toBe(
      'vector 0: accepted, and its three forgeries refused\n',
    );
    const tried = await objects('recipe test', bare('recipe', 'test', file, '--json'));
    expect(tried).toEqual([{ vector: 0, ok: true, problems: [] }]);
  },
  async 'recipe learn'() {
    const learn = (...args: readonly string[]) =>
      run('node', ['bin/sallyport.cjs', 'recipe', 'learn', requestFile(), ...args], learnedSecret);
    expect(await shown(learn())).toMatch(/^found after \d+ recipes; the simplest:\n/);
    const [found] = await objects('recipe learn', learn('--json'));
    expect(found).toMatchObject({ signature: { kind: 'hmac', algorithm: 'sha256' } });
  },
  async init() {
    expect(await shown(initialised('one.json'))).toContain('one.json');
    expect(JSON.parse(readFileSync(fileOf('one.json'), 'utf8'))).toMatchObject({
      sources: { stripe: { provider: 'stripe' } },
    });
    const [written] = jsonLines(await initialised('two.json', '--json'));
    expect(Object.keys(written ?? {})).toEqual(['config', 'sources', 'next']);
    expect(existsSync(fileOf('two.json'))).toBe(true);
  },
  async console() {
    expect(await consoleLine()).toMatch(/^console of .*read-only/);
    expect(JSON.parse(await consoleLine('--json'))).toMatchObject({ mayWrite: false });
  },
  async completion() {
    expect(await shown(bare('completion', 'bash'))).toMatch(
      /\ncomplete -o default -F _sallyport sallyport\n$/,
    );
  },
  async help() {
    expect(await shown(bare('help', 'secrets', 'rotate'))).toMatch(
      /^Usage: sallyport secrets rotate /,
    );
  },
};

/** Commands that have no row. */
const missing = (names: readonly string[]): readonly string[] =>
  names.filter((name) => rows[name] === undefined).map((name) => `add a row for "${name}"`);

test('the table has a row for every command, and no other', () => {
  const names = commands.map(({ name }) => name.replace('sallyport ', ''));
  expect(names.length).toBeGreaterThan(20);
  expect(missing(names)).toEqual([]);
  expect(Object.keys(rows).toSorted()).toEqual([...names].toSorted());
  expect(missing([...names, 'planted'])).toEqual(['add a row for "planted"']);
});

test.each(Object.entries(rows))('sallyport %s', (_name, row) => row());

/** The list of records as a terminal gets it, with these variables. Node takes no colours for granted where CI is set. */
async function onTerminal(...variables: readonly string[]): Promise<string> {
  const command = `env -u NO_COLOR -u CI ${variables.join(' ')} TERM=xterm-256color node bin/sallyport.cjs audit list --source stripe --data ${data.path}`;
  const { code, stdout } = await run('script', ['-qec', command, '/dev/null']);
  expect(code).toBe(0);
  return stdout.replaceAll('\r\n', '\n');
}

test('statuses have colours on a terminal, in columns that stay aligned', async () => {
  const coloured = await onTerminal();
  expect(coloured).toContain('\u001b[32mdone\u001b[39m');
  expect(coloured).toContain('\u001b[31mrejected\u001b[39m');
  const plain = coloured.replaceAll(new RegExp(`${'\u001b'}\\[\\d+m`, 'g'), '');
  expect(plain).toBe(await shown(on('audit', 'list', '--source', 'stripe')));
});

test('there are no colours on a terminal when NO_COLOR is set', async () => {
  expect(await onTerminal('NO_COLOR=1')).toBe(
    await shown(on('audit', 'list', '--source', 'stripe')),
  );
});
