import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectRefused } from '../support/command.ts';
import {
  type Finished,
  jsonLines,
  run,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';

/* `sallyport init --yes` as a script runs it. */

const folder = mkdtempSync(join(tmpdir(), 'sallyport-init-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const inFolder = (name: string): string => join(folder, name);

const init = (...args: readonly string[]): Promise<Finished> =>
  run('node', ['bin/sallyport.cjs', 'init', ...args]);

const bank = [
  ...['--source', 'bank', '--allow', 'bank=203.0.113.45,198.51.100.0/24'],
  ...['--token', 'bank=X-Secret', '--hmac', 'bank=X-Signature:sha256:hex'],
  ...['--event-id', 'bank=header:X-Event-Id'],
];

test('the configuration that it writes runs, and accepts what its senders send', async () => {
  const file = inFolder('runs.ts');
  const { code, stdout, stderr } = await init(
    ...['--yes', '--config', file, '--source', 'stripe', '--source', 'stripe-eu=stripe', ...bank],
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`wrote ${file}, and it loads`);
  expect(stdout).toContain(`npm start -- --config ${file}`);
  const data = temporaryData();
  const local = await startLocalRun(data.path, ['--config', file, '--no-samples']);
  const replies = await Promise.all(
    ['stripe', 'stripe-eu', 'bank'].map((id) => sallyport(data.path, ['send', id, '--json'])),
  );
  const forged = await sallyport(data.path, ['send', 'bank', '--fault', 'tampered', '--json']);
  await local.end('SIGTERM');
  data.remove();
  expect(replies.map((reply) => jsonLines(reply)[0]?.['httpStatus'])).toEqual([200, 200, 200]);
  expect(jsonLines(forged)[0]).toMatchObject({ httpStatus: 403 });
});

test('--json prints one object: the file, its sources and what is next', async () => {
  const file = inFolder('receiver.json');
  const finished = await init('--yes', '--json', '--config', file, '--source', 'stripe', ...bank);
  expect(finished).toMatchObject({ code: 0, stderr: '' });
  const [printed, ...others] = jsonLines(finished);
  expect(others).toEqual([]);
  expect(printed).toMatchObject({
    config: file,
    sources: [
      { source: 'stripe', provider: 'stripe', strength: 'signed', secrets: ['signing'] },
      { source: 'bank', provider: 'generic', strength: 'signed', secrets: ['token', 'signing'] },
    ],
  });
  expect(printed?.['next']).toContainEqual({
    where: 'deployment',
    what: 'store the shared secret of bank',
    run: `printf %s "$SECRET" | npx sallyport secrets set bank --field token --stack sallyport-prod --config ${file}`,
  });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    sources: {
      stripe: { provider: 'stripe' },
      bank: {
        allowList: ['203.0.113.45', '198.51.100.0/24'],
        token: { header: 'X-Secret' },
        signature: { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' },
        eventId: { header: 'X-Event-Id' },
      },
    },
  });
});

test('refuses a file that is there, replaces it with --force, and leaves nothing else behind', async () => {
  const place = mkdtempSync(join(folder, 'there-'));
  const file = join(place, 'receiver.config.ts');
  writeFileSync(file, 'mine');
  const args = ['--yes', '--config', file, '--source', 'stripe'];
  expectRefused(await init(...args), 2, 'is there already: add --force to replace it');
  expect(readFileSync(file, 'utf8')).toBe('mine');
  expect((await init(...args, '--force')).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain("stripe: { provider: 'stripe' },");
  expect(readdirSync(place)).toEqual(['receiver.config.ts']);
});

test('tells all problems at once and writes nothing', async () => {
  const file = inFolder('problems.ts');
  const { code, stdout, stderr } = await init(
    ...['--yes', '--config', file, '--source', 'strpe', '--source', 'twilio'],
    ...['--source', 'a', '--allow', 'a=10.0.0.0/33'],
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toMatch(/^sallyport: /);
  expect(stderr).toContain('did you mean stripe?');
  expect(stderr).toContain('--public-url twilio=https://…');
  expect(existsSync(file)).toBe(false);
});

test.each([
  [
    'a kind of file that nothing loads',
    'receiver.yaml',
    /unknown kind of file: use \.ts or \.json$/m,
  ],
  [
    'a folder that is not there',
    'none/receiver.config.ts',
    /cannot be written \(ENOENT\): name another/,
  ],
])('refuses %s', async (_what, name, text) => {
  const file = inFolder(name);
  expectRefused(await init('--yes', '--config', file, '--source', 'stripe'), 2, text);
  expect(existsSync(file)).toBe(false);
});

test('without a terminal it asks nothing and says how to go on', async () =>
  expectRefused(await init(), 2, /there is no terminal: add --yes and --source ID\[=PROVIDER\]/));

test('an option for scripts without --yes is refused', async () => {
  expectRefused(await init('--public-url', 'a=b'), 2, '--public-url is for scripts: add --yes');
  expectRefused(await init('--json'), 2, '--json is for scripts');
});

test('--help shows examples', async () => {
  const { code, stdout } = await init('--help');
  expect(code).toBe(0);
  expect(stdout).toContain('sallyport init --yes --source stripe');
});
