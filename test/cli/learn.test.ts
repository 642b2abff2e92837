import { createHmac } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCapturedRequest } from '../../cli/captured-request.ts';
import { learnRecipe } from '../../cli/learn-recipe.ts';
import { jsonLines, run } from '../support/local-run.ts';
import { type PresetCase, presetCases, rawSample } from '../support/preset-cases.ts';
import { publicUrl } from '../support/preset-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'sallyport-recipe-'));
const fileOf = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

/** Whether the preset signs its body in one of the ways that are searched: an HMAC in a header, over body, timestamp and id. */
function isSearchable({ source: { signature } }: PresetCase): boolean {
  if (signature?.kind !== 'hmac' || !('header' in signature)) return false;
  const { format = { prefix: '' }, encoding } = signature;
  if (/hex-in/.test(encoding) || signature.secretTransform) return false;
  if ('positions' in format || ('prefix' in format && format.separator !== undefined)) return false;
  const known = ['body', 'timestamp', 'literal', 'value', 'method', 'url'];
  const isKnown = signature.signed.every(
    (part) =>
      known.includes(part.kind) &&
      (part.kind !== 'literal' || part.text.length <= 3) &&
      (part.kind !== 'value' || 'header' in part.at) &&
      (!('filters' in part) || part.filters.length === 0),
  );
  return isKnown && signature.signed.some(({ kind }) => kind === 'body');
}

const searchable = presetCases.filter(isSearchable);

test('the search space holds most HMAC presets', () =>
  expect(searchable.length).toBeGreaterThan(165));

test.each(searchable)('what $id sends is learnt from one request', async (one) => {
  const raw = await rawSample(one);
  const request = {
    method: raw.method,
    url: publicUrl,
    headers: new Map(raw.headers.map(([name, value]) => [name.toLowerCase(), [value]])),
    query: new Map(),
    body: Buffer.from(raw.body.text, 'base64'),
    settings: {},
  };
  const { recipes } = await learnRecipe(request, one.secrets.signing ?? '');
  expect(recipes.length).toBeGreaterThan(0);
  const signature = one.source.signature as { readonly header: string };
  expect(recipes.some((recipe) => 'header' in recipe && recipe.header === signature.header)).toBe(
    true,
  );
});

const secret = 'retired';
const body = '{"amount":1}';
const signature = createHmac('sha256', secret).update(`1795428000|${body}`).digest('hex');
const message = `POST /hooks HTTP/1.1\r\nX-Sign: ${signature}\r\nX-Sent-At: 1795428000\r\n\r\n${body}`;

test('the command learns a recipe, and the recipe passes its own test', async () => {
  const file = fileOf('request.http', message);
  const args = [
    'bin/sallyport.cjs',
    'recipe',
    'learn',
    file,
    '--at',
    '2026-11-23T10:00:00Z',
    '--json',
  ];
  const learnt = await run('node', args, `${secret}\n`);
  expect(learnt.stderr).toBe('');
  const [first] = jsonLines(learnt);
  expect(first).toMatchObject({
    signature: { kind: 'hmac', header: 'x-sign', signed: '{timestamp}|{body}' },
  });
  expect(learnt.stdout).not.toContain(secret);
  const recipe = fileOf(
    'recipe.json',
    JSON.stringify(first).replace('PUT A RETIRED SECRET HERE', secret),
  );
  const tested = await run('node', ['bin/sallyport.cjs', 'recipe', 'test', recipe]);
  expect(tested).toMatchObject({ code: 0, stderr: '' });
  expect(tested.stdout).toBe('vector 0: accepted, and its three forgeries refused\n');
});

test.each([
  ['no such file', ['recipe', 'learn', 'nowhere.http'], 2, /nowhere\.http: cannot be read/],
  [
    'no request',
    ['recipe', 'learn', fileOf('x.txt', 'hello')],
    2,
    /is neither JSON nor an HTTP message/,
  ],
  [
    'another secret',
    ['recipe', 'learn', fileOf('r.http', message)],
    1,
    /none of \d+ recipes verifies/,
  ],
  [
    'no recipe',
    ['recipe', 'test', fileOf('no.json', '{"provider":"github"}')],
    2,
    /holds no vectors/,
  ],
] as const)('%s is one line and an exit code', async (_name, args, code, expected) => {
  const finished = await run('node', ['bin/sallyport.cjs', ...args], 'other\n');
  expect(finished.code).toBe(code);
  expect(finished.stderr.trim().split('\n')).toHaveLength(1);
  expect(finished.stderr).toMatch(expected);
});

test('a message keeps its body to the last byte', async () => {
  const file = fileOf('bytes.http', 'POST / HTTP/1.1\nA: b\n\nend\r\n\r\n');
  const { request } = await readCapturedRequest(file);
  expect(Buffer.from(request.body).toString()).toBe('end\r\n\r\n');
});
