import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Finished,
  run,
  startArguments,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';

/* Bad input ends `npm start` with exit code 2 and one line a problem, and leaves nothing behind. */

const folder = mkdtempSync(join(tmpdir(), 'sallyport-bad-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dataPath = join(folder, 'data');

const start = (args: readonly string[]): Promise<Finished> =>
  run('node', [
    ...startArguments,
    '--port',
    '0',
    '--console-port',
    '0',
    '--data',
    dataPath,
    ...args,
  ]);

function configFile(config: unknown): string {
  const file = join(folder, 'receiver.json');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

function expectRefusal(finished: Finished, ...lines: readonly RegExp[]): void {
  expect(finished.code).toBe(2);
  expect(finished.stdout).not.toContain('ready');
  const printed = finished.stderr.trimEnd().split('\n');
  expect(printed).toHaveLength(lines.length);
  for (const line of lines) expect(finished.stderr).toMatch(line);
  expect(existsSync(dataPath)).toBe(false);
}

test('refuses a configuration with an unknown key, a bad CIDR and a source without a check, all at once', async () => {
  const file = configFile({
    sources: {
      typo: { allowlist: ['203.0.113.1'] },
      range: { allowList: ['203.0.113.0/33'] },
      open: {},
    },
  });
  expectRefusal(
    await start(['--config', file]),
    /^sallyport: .*sources\.typo\.allowlist: unknown key "allowlist": check its spelling or remove it$/m,
    /^sallyport: .*sources\.range\.allowList\.0: "203\.0\.113\.0\/33" is refused: expected an IPv4 or IPv6 address or a CIDR/m,
    /^sallyport: .*sources\.open: no check is named, .*: add a provider, an allowList, a token, a signature or callbacks$/m,
  );
});

test('refuses a configuration file that does not exist', async () =>
  expectRefusal(
    await start(['--config', '/nowhere.json']),
    /^sallyport: \/nowhere\.json: no such file: name the configuration with --config FILE$/m,
  ));

test('refuses a configuration file that is not JSON', async () => {
  const file = join(folder, 'broken.json');
  writeFileSync(file, '{');
  expectRefusal(await start(['--config', file]), /^sallyport: .*broken\.json: cannot be read: /m);
});

test('refuses a port in use', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resume) => holder.once('listening', resume));
  const { port } = holder.address() as AddressInfo;
  const finished = await start(['--port', String(port)]);
  holder.close();
  expectRefusal(
    finished,
    new RegExp(
      `^sallyport: port ${port} is in use: stop what uses it or choose another with --port N$`,
      'm',
    ),
  );
});

test('refuses a port that is none', async () =>
  expectRefusal(await start(['--port', '99999']), /"99999" is no port: use 0 to 65535/));

test('refuses an unknown option', async () =>
  expectRefusal(await start(['--prot', '1']), /unknown option '--prot'/));

test('refuses a data folder that cannot be written', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  expectRefusal(
    await start(['--data', join(file, 'data')]),
    /^sallyport: data folder .* cannot be written \(ENOTDIR\): choose another with --data DIR$/m,
  );
});

test('refuses a data folder that another run uses', async () => {
  const data = temporaryData();
  const local = await startLocalRun(data.path, ['--no-samples']);
  const finished = await start(['--data', data.path]);
  expect(await local.end('SIGTERM')).toBe(0);
  data.remove();
  expectRefusal(
    finished,
    /^sallyport: data folder .* is in use by process \d+ at http:\S+: stop that run or choose another with --data DIR$/m,
  );
});

test('refuses handlers that take the same events', async () => {
  const handlers = join(folder, 'handlers');
  mkdirSync(handlers);
  const text = `import { defineHandler } from ${JSON.stringify(join(process.cwd(), 'lambda/worker/handler.ts'))};
export default defineHandler({ source: 'stripe', handle() {} });\n`;
  writeFileSync(join(handlers, 'one.ts'), text);
  writeFileSync(join(handlers, 'two.ts'), text);
  expectRefusal(
    await start(['--handlers', handlers]),
    /another handler already takes stripe \*: merge the two$/m,
  );
});

test('refuses an old Node with one line that says what to do', async () => {
  const script = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' }); require('./bin/require-node.cjs')`;
  const { code, stderr } = await run('node', ['-e', script]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^sallyport: Node 20\.20\.2 is too old, 22\.18 or newer is needed: .*\n$/);
});

test.each([
  [['audit', 'list', '--status', 'lost'], /status/],
  [['audit', 'list', '--since', 'yesterday'], /"yesterday" is no time: use 15m, 2h, 7d/],
  [['audit', 'list', '--limit', '0'], /"0" is no count/],
  [['sources', 'lsit'], /unknown command 'lsit'/],
  [['send', 'bank', '--fault', 'evil'], /tampered/],
])('sallyport %j ends with exit code 2 and one line', async (args, message) => {
  const { code, stderr } = await run('node', ['bin/sallyport.cjs', ...args]);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('sallyport says how to go on when no local run uses the folder', async () => {
  const { code, stderr } = await run('node', [
    'bin/sallyport.cjs',
    'audit',
    'list',
    '--data',
    dataPath,
  ]);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^sallyport: no local run uses .*: start one with npm start, or name a deployed stack with --stack NAME\n$/,
  );
});
