import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { begin, expectRefused } from '../support/command.ts';
import {
  eventually,
  jsonLines,
  type LocalRun,
  run,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { localState } from '../support/local-state.ts';
import { seedRejections } from '../support/seed-records.ts';

/* `sallyport audit export` of a few thousand records, to its end and broken off. */

const data = temporaryData();
const fileOf = (name: string): string => join(dirname(data.path), name);
let local: LocalRun;
let seeded: readonly string[];

const exported = (...args: readonly string[]) => sallyport(data.path, ['audit', 'export', ...args]);
const idsIn = (text: string): readonly string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).id);

beforeAll(async () => {
  local = await startLocalRun(data.path, ['--no-samples']);
  seeded = await seedRejections((await localState(data.path)).target, 4000);
}, 120_000);

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

test('standard output has what audit list prints, oldest first', async () => {
  const { code, stdout, stderr } = await exported('--source', 'stripe');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(idsIn(stdout)).toEqual(seeded);
  const listed = await sallyport(data.path, ['audit', 'list', '--json', '--limit', '5000']);
  expect(stdout.split('\n').toSorted()).toEqual(listed.stdout.split('\n').toSorted());
});

test('a filter is kept to, and its end is part of nothing', async () => {
  const record = (at: number) =>
    sallyport(data.path, ['audit', 'show', seeded[at] ?? '', '--json']).then(jsonLines);
  const [[first], [last]] = await Promise.all([record(10), record(20)]);
  const range = ['--since', String(first?.['receivedAt']), '--until', String(last?.['receivedAt'])];
  expect(idsIn((await exported(...range)).stdout)).toEqual(seeded.slice(10, 20));
  expect((await exported(...range, '--status', 'done')).stdout).toBe('');
  expect((await exported(...range, '--source', 'github')).stdout).toBe('');
});

test('nothing is said when the reader of the output goes', async () => {
  const command = `node bin/sallyport.cjs audit export --data ${data.path} | head -1`;
  const { code, stdout, stderr } = await run('bash', ['-o', 'pipefail', '-c', command]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(idsIn(stdout)).toEqual(seeded.slice(0, 1));
});

/** Begins an export to a file and waits until a part of it is there. */
async function beginAndWait(path: string, args: readonly string[]) {
  const begun = begin(data.path, ['audit', 'export', '--output', path, ...args]);
  const look = async () => (existsSync(path) && statSync(path).size > 0 ? true : undefined);
  await eventually(look, 30, 'the first records written');
  return begun;
}

test.each(['jsonl', 'csv'])(
  '%s goes on with the command that it says when it is interrupted',
  async (format) => {
    const path = fileOf(`a part.${format}`);
    const begun = await beginAndWait(path, ['--format', format, '--since', '1h']);
    begun.child.kill('SIGINT');
    const { code, stdout, stderr } = await begun.finished;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const [, count, command = ''] =
      /^sallyport: interrupted: (\d+) records written: go on with (sallyport audit export .*)$/m.exec(
        stderr,
      ) ?? [];
    expect(Number(count)).toBeLessThan(seeded.length);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n').length;
    expect(lines).toBe(Number(count) + (format === 'csv' ? 1 : 0));

    const resumed = await run('bash', [
      '-c',
      command.replace('sallyport', 'node bin/sallyport.cjs'),
    ]);
    expect(resumed).toMatchObject({ code: 0, stdout: '' });
    expect(resumed.stderr).toContain(`${seeded.length - Number(count)} records written to ${path}`);
    const whole = fileOf(`whole.${format}`);
    const finished = await exported('--output', whole, '--format', format, '--json');
    expect(jsonLines(finished)).toEqual([
      { output: whole, format, records: seeded.length, finished: true },
    ]);
    expect(readFileSync(path, 'utf8')).toBe(readFileSync(whole, 'utf8'));
  },
);

test('no part of a parquet file is left when it is interrupted', async () => {
  const path = fileOf('a.parquet');
  const begun = begin(data.path, ['audit', 'export', '--format', 'parquet', '--output', path]);
  const look = async () => (existsSync(`${path}.partial`) ? true : undefined);
  await eventually(look, 30, 'the export begun');
  begun.child.kill('SIGINT');
  const { code, stderr } = await begun.finished;
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /interrupted: \d+ records written: no part of a parquet file is kept: begin again$/m,
  );
  expect([path, `${path}.partial`].map((name) => existsSync(name))).toEqual([false, false]);
  expect((await exported('--format', 'parquet', '--output', path)).code).toBe(0);
  expect(readFileSync(path, 'latin1').slice(-4)).toBe('PAR1');
});

test('it says how to go on when the receiver is gone in the middle of it', async () => {
  const path = fileOf('cut-off.jsonl');
  const begun = await beginAndWait(path, []);
  await local.end('SIGKILL');
  const { code, stderr } = await begun.finished;
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^sallyport: .+: \d+ records written: go on with sallyport audit export --until \S+ --format jsonl --output \S+ --resume --data \S+$/m,
  );
  local = await startLocalRun(data.path, ['--no-samples']);
  expect((await exported('--output', path, '--resume')).code).toBe(0);
  expect(idsIn(readFileSync(path, 'utf8'))).toEqual(seeded);
});

test.each<[string, readonly string[], RegExp]>([
  ['parquet has no file', ['--format', 'parquet'], /--format parquet needs --output FILE$/m],
  ['there is nothing to resume', ['--resume'], /--resume and --force are about a file: name it/],
  [
    'it is to go on and to begin anew',
    ['--output', 'x', '--resume', '--force'],
    /exclude each other: go on, or begin anew/,
  ],
  [
    'csv is to be JSON',
    ['--format', 'csv', '--json'],
    /--json and --format csv exclude each other/,
  ],
  [
    'a parquet file is to go on',
    ['--format', 'parquet', '--output', 'x', '--resume'],
    /--resume cannot go on with a parquet file/,
  ],
  [
    'the format is unknown',
    ['--format', 'xlsx'],
    /'xlsx' is invalid.* Allowed choices are jsonl, csv, parquet/,
  ],
  [
    'the file is there',
    ['--output', 'package.json'],
    /^sallyport: package\.json is there already: /,
  ],
  ['the folder is not there', ['--output', 'no/such/folder.jsonl'], /cannot be used \(ENOENT\)/],
  [
    'the file is no export',
    ['--output', 'README.md', '--resume'],
    /README\.md: holds lines that are no records/,
  ],
])('one line says so when %s', async (_when, args, text) => {
  const before = readFileSync('README.md', 'utf8');
  expectRefused(await exported(...args), 2, text);
  expect(readFileSync('README.md', 'utf8')).toBe(before);
});
