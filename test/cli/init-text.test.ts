import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { configText, sourceLines } from '../../cli/init/config-text.ts';
import { wrapped } from '../../cli/init/wrap-text.ts';
import type { ReceiverConfig, SourceConfig } from '../../lambda/config/receiver-config.ts';
import { run } from '../support/local-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'sallyport-init-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bank: SourceConfig = {
  allowList: ['203.0.113.45', '198.51.100.0/24', '2001:db8::/32'],
  token: { header: 'Authorization', prefix: 'Bearer ' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'X-Signature',
    encoding: 'hex',
    timestamp: { at: { header: 'X-Timestamp' } },
    signed: '{timestamp}.{body}',
  },
  vectors: [
    {
      secret: `-----BEGIN PUBLIC KEY-----\n${'A'.repeat(120)}\n-----END PUBLIC KEY-----`,
      headers: { 'X-Signature': 'f'.repeat(128) },
      body: '{"name":"it\'s","path":"a\\\\b"}',
    },
  ],
  eventId: { json: 'id' },
};

/** Every length of a line around the hundredth column, for texts, lists and objects. */
const atTheEdge = Object.fromEntries(
  Array.from({ length: 60 }, (_, at): [string, SourceConfig][] => [
    [`p-${at}`, { provider: 'x'.repeat(40 + at) }],
    [`u-${at}`, { provider: 'a', publicUrl: `https://${'x'.repeat(30 + at)}` }],
    [`l-${at}`, { allowList: ['1.2.3.4', 'x'.repeat(50 + at)] }],
    [`s-${at}`, { provider: 'a', settings: { name: 'x'.repeat(at + 50), other: 'y' } }],
    [`o-${at}`, { eventId: { json: 'x'.repeat(at + 40) }, token: { path: true } }],
  ]).flat(),
);

const samples: Readonly<Record<string, ReceiverConfig>> = {
  plain: { sources: { stripe: { provider: 'stripe' }, 'stripe-eu': { provider: 'stripe' } } },
  bank: { sources: { bank } },
  edge: { sources: atTheEdge },
  quotes: {
    sources: {
      '123': { provider: `it's` },
      a: { provider: `"so"` },
      b: { provider: `it's "so" and "so"` },
      c: { provider: `'it' is "so"` },
      d: { settings: { 'a b': 'é\n\t\\', $ok_1: '\u0000' }, onConflict: 200 },
    },
  },
};

test.each(['ts', 'json'])(
  'what is written as .%s is formatted as Biome formats it',
  async (kind) => {
    const files = Object.entries(samples).map(([name, config]) => {
      const file = join(folder, `${name}.${kind}`);
      writeFileSync(file, configText(file, config));
      return file;
    });
    const biome = resolve('node_modules/@biomejs/biome/bin/biome');
    const args = ['format', '--config-path', resolve('biome.json'), ...files];
    const { code, stdout, stderr } = await run('node', [biome, ...args]);
    // What it would format otherwise, it shows.
    expect(`${stdout}${stderr}`).toMatch(
      new RegExp(`^Checked ${files.length} files in \\S+ No fixes applied\\.\n$`),
    );
    expect(code).toBe(0);
  },
);

test('JSON holds the same data', () => {
  const file = join(folder, 'same.json');
  expect(JSON.parse(configText(file, samples['quotes'] ?? { sources: {} }))).toEqual(
    samples['quotes'],
  );
});

test('a module at the root imports the types as ours does', () => {
  const text = configText('receiver.config.ts', { sources: { stripe: { provider: 'stripe' } } });
  expect(text).toBe(`import { defineReceiver } from './lambda/config/receiver-config.ts';

/** The sources of this deployment; see README, "Configure". */
export default defineReceiver({
  sources: {
    stripe: { provider: 'stripe' },
  },
});
`);
  const [firstLine] = readFileSync('receiver.config.ts', 'utf8').split('\n');
  expect(text.startsWith(`${firstLine}\n`)).toBe(true);
});

test('entries for an existing file stand at its column', () =>
  expect(sourceLines({ a: { provider: 'a' } }, { file: 'x.ts', column: 6 })).toBe(
    "      a: { provider: 'a' },",
  ));

test('what is written compiles, and the compiler would notice an unknown key', async () => {
  const file = join(folder, 'compiled.mts');
  const text = configText(file, { sources: { bank, stripe: { provider: 'stripe' } } });
  const config = join(folder, 'tsconfig.json');
  const compilerOptions = { typeRoots: [resolve('node_modules/@types')] };
  const base = { extends: resolve('tsconfig.json'), include: [file], exclude: [] };
  writeFileSync(config, JSON.stringify({ ...base, compilerOptions }));
  const tsc = (content: string) => {
    writeFileSync(file, content);
    return run('node', ['node_modules/typescript/bin/tsc', '-p', config]);
  };
  expect(await tsc(text)).toMatchObject({ code: 0, stdout: '' });
  expect((await tsc(text.replace('token:', 'tokn:'))).stdout).toContain("'tokn' does not exist");
}, 120_000);

test('text is broken between words at 80 columns', () => {
  const lines = wrapped('word '.repeat(40).trim(), { first: '- ', rest: '  ' }).split('\n');
  expect(lines.map((line) => line.length)).toEqual([76, 76, 51]);
  expect(lines[0]?.startsWith('- word')).toBe(true);
  expect(lines[1]?.startsWith('  word')).toBe(true);
  expect(wrapped('x'.repeat(90))).toBe('x'.repeat(90));
});
