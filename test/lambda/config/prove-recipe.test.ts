import { createHmac } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../lambda/config/load-config.ts';
import { presets } from '../../../lambda/config/preset-index.ts';
import { ConfigError } from '../../../lambda/model/errors.ts';

/* A recipe of one's own is believed when it has shown its verdicts on real requests. */

const secret = 'retired-secret';
const body = '{"id":"1","amount":100}';
const sign = (text: string) => createHmac('sha256', secret).update(text).digest('hex');

const recipe = {
  kind: 'hmac',
  algorithm: 'sha256',
  header: 'X-Signature',
  encoding: 'hex',
  timestamp: { at: { header: 'X-Time' } },
  signed: '{timestamp}.{body}',
};
const at = '2026-11-23T10:00:00Z';
const time = String(Date.parse(at) / 1000);
const vector = {
  secret,
  at,
  headers: { 'X-Time': time, 'X-Signature': sign(`${time}.${body}`) },
  body,
};

async function problemsOf(source: object): Promise<readonly string[]> {
  const file = join(mkdtempSync(join(tmpdir(), 'sallyport-config-')), 'config.json');
  writeFileSync(file, JSON.stringify({ sources: { bank: source } }));
  try {
    await loadConfig(file, presets);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => problem.slice(file.length + 2));
  }
}

test('a recipe whose vector holds is taken', async () => {
  expect(await problemsOf({ signature: recipe, vectors: [vector] })).toEqual([]);
});

test('a plain HMAC over the body may go without', async () => {
  const { timestamp: _timestamp, signed: _signed, ...plain } = recipe;
  expect(await problemsOf({ signature: plain })).toEqual([]);
});

test.each<[string, object, string]>([
  ['no vector', { signature: recipe }, 'sources.bank.vectors: are missing'],
  [
    'a wrong template',
    { signature: { ...recipe, signed: '{timestamp}{body}' }, vectors: [vector] },
    'sources.bank.vectors.0: the good request is refused: signature-mismatch',
  ],
  [
    'the second vector wrong',
    { signature: recipe, vectors: [vector, { ...vector, body: `${body} ` }] },
    'sources.bank.vectors.1: the good request is refused',
  ],
  [
    'a timestamp in another unit',
    {
      signature: { ...recipe, timestamp: { at: { header: 'X-Time' }, unit: 'milliseconds' } },
      vectors: [vector],
    },
    's off "at": check the timestamp',
  ],
  [
    'no time of its making',
    { signature: recipe, vectors: [{ ...vector, at: undefined }] },
    'say in "at" when the request was made',
  ],
  [
    'a secret in another encoding',
    { signature: { ...recipe, secretEncoding: 'hex' }, vectors: [vector] },
    'its secret is empty or not in the encoding',
  ],
  [
    'vectors without a recipe',
    { provider: 'github', vectors: [vector] },
    'sources.bank.vectors: are for a signature of the source',
  ],
])('%s is refused by name', async (_name, source, expected) => {
  const problems = await problemsOf(source);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(expected);
});
