import { readdirSync, readFileSync } from 'node:fs';
import { presets } from '../../../lambda/providers/registry.ts';
import { verifySignature } from '../../../lambda/schemes/verify.ts';
import { configuredScheme, keysOf } from '../../support/scheme-cases.ts';

/* Requests that the vendors themselves publish. */

interface Vector {
  readonly source: string;
  readonly preset?: string;
  readonly scheme?: object;
  readonly secret: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const vectors = readdirSync('test/vectors').map((file): [string, Vector] => [
  file,
  JSON.parse(readFileSync(`test/vectors/${file}`, 'utf8')),
]);

test('there are vectors', () => expect(vectors.length).toBeGreaterThanOrEqual(6));

test.each(vectors)('%s verifies, and does not once a byte differs', (_file, vector) => {
  const scheme = vector.scheme
    ? configuredScheme(vector.scheme)
    : presets.get(vector.preset ?? '')?.signature;
  if (scheme === undefined) throw new Error('the vector names neither a preset nor a scheme');
  const headers = new Map(
    Object.entries(vector.headers).map(([name, value]) => [name.toLowerCase(), [value]]),
  );
  const keys = keysOf(scheme, vector.secret);
  expect(verifySignature(scheme, { headers, body: Buffer.from(vector.body) }, keys).ok).toBe(true);
  const altered = Buffer.from(`${vector.body} `);
  expect(verifySignature(scheme, { headers, body: altered }, keys)).toEqual({
    ok: false,
    reason: 'signature-mismatch',
  });
  expect(vector.source).toMatch(/^https:\/\//);
});
