import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { jsonLinesIn } from '../support/local-run.ts';

/* Published lists come from a server on loopback that stands for the providers'; the data files are those of a copy. */

let published: Readonly<Record<string, unknown>> = {};
const server = createServer((request, response) => {
  const content = published[(request.url ?? '').slice(1)];
  response.writeHead(content === undefined ? 404 : 200).end(JSON.stringify(content));
});
let relay = '';
const copy = mkdtempSync(join(tmpdir(), 'sallyport-ranges-'));

beforeAll(async () => {
  for (const part of ['bin', 'cli', 'lambda', 'package.json', 'tsconfig.json']) {
    cpSync(part, join(copy, part), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  relay = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function check(...args: readonly string[]) {
  const child = spawn(process.execPath, ['bin/sallyport.cjs', 'ranges', 'check', ...args], {
    cwd: copy,
    env: { ...process.env, SALLYPORT_LOCAL_KEY_RELAY: relay },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

const github = 'https://api.github.com/meta';

test('what differs is shown, written on demand, and then as published', async () => {
  published = { [github]: { hooks: ['192.30.252.0/22', '2a0a:a440::/29', 'nonsense'] } };
  const first = await check('github');
  expect(first.code).toBe(1);
  expect(first.stdout).toContain('+ 192.30.252.0/22');
  expect(first.stderr).toContain('github: the published list has changed: run again with --write');

  expect((await check('github', '--write')).code).toBe(0);
  expect(readFileSync(join(copy, 'lambda/providers/github.ts'), 'utf8')).toContain(
    "ranges: ['192.30.252.0/22', '2a0a:a440::/29']",
  );

  published = { [github]: { hooks: ['192.30.252.0/22'] } };
  const changed = await check('github', '--json');
  expect(jsonLinesIn(changed.stdout)).toEqual([
    { provider: 'github', url: github, added: [], removed: ['2a0a:a440::/29'] },
  ]);
});

test.each([
  [
    'a list that has moved',
    ['github'],
    { [github]: { other: [] } },
    1,
    /holds no addresses at "hooks"/,
  ],
  ['a page that is gone', ['github'], {}, 1, /cannot be read \(answered 404\)/],
  ['a provider without a list', ['square'], {}, 2, /"square" has no published list/],
] as const)('%s is one line and an exit code', async (_name, ids, content, code, expected) => {
  published = content;
  const result = await check(...ids);
  expect(result.code).toBe(code);
  expect(result.stderr).toMatch(expected);
});
