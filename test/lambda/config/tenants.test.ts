import { presets } from '../../../lambda/config/preset-index.ts';
import { readConfig } from '../../../lambda/config/read-config.ts';
import { ConfigError } from '../../../lambda/model/errors.ts';
import { hasOwnSecret, routeOf } from '../../../lambda/model/source.ts';

/* The key `tenants` of a source, and what it does not go with. */

const hmac = { kind: 'hmac', algorithm: 'sha256', header: 'X-S', encoding: 'hex' };

function problemsOf(source: object): readonly string[] {
  try {
    readConfig({ sources: { shop: source } }, presets);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test.each([
  [true, {}],
  [{}, {}],
  [{ ratePerSecond: 10 }, { ratePerSecond: 10 }],
  [
    { ratePerSecond: 10, burst: 300 },
    { ratePerSecond: 10, burst: 300 },
  ],
])('takes %j', (tenants, completed) => {
  const [shop] = readConfig({ sources: { shop: { signature: hmac, tenants } } }, presets);
  expect(shop?.tenants).toEqual(completed);
  expect(shop && routeOf(shop)).toBe('/hooks/shop/{tenant}');
  expect(shop && hasOwnSecret(shop)).toBe(false);
});

test('a source without the key has one secret and one address', () => {
  const [shop] = readConfig({ sources: { shop: { signature: hmac } } }, presets);
  expect(shop).not.toHaveProperty('tenants');
  expect(shop && hasOwnSecret(shop)).toBe(true);
});

test.each([
  [false, /^sources\.shop\.tenants: expected true, or \{ "ratePerSecond": N, "burst": N \}$/],
  [{ burst: 5 }, /^sources\.shop\.tenants: a burst needs a ratePerSecond, and is 1 to 30 times/],
  [{ ratePerSecond: 5, burst: 4 }, /^sources\.shop\.tenants: a burst needs a ratePerSecond/],
  [{ ratePerSecond: 5, burst: 151 }, /^sources\.shop\.tenants: a burst needs a ratePerSecond/],
  [{ ratePerSecond: 501 }, /^sources\.shop\.tenants\.ratePerSecond: 501 is refused: expected 1 to/],
  [{ ratePerSecond: 0 }, /^sources\.shop\.tenants\.ratePerSecond: 0 is refused: expected 1 to/],
  [
    { ratePerMinute: 5 },
    /^sources\.shop\.tenants: expected true, or \{ "ratePerSecond": N, "burst": N \}$/,
  ],
])('refuses %j with one line', (tenants, line) => {
  const problems = problemsOf({ signature: hmac, tenants });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(line);
});

test.each([
  ['nothing else', {}, /^sources\.shop: no check is named/],
  [
    'an allow list alone',
    { allowList: ['203.0.113.45'] },
    /^sources\.shop\.tenants: each has a secret of its own, but no check of the source uses a stored one: add a token/,
  ],
  [
    'a provider that publishes its keys',
    { provider: 'paypal', settings: { webhookId: 'w' } },
    /^sources\.shop\.tenants: each has a secret of its own, but no check of the source uses a stored one/,
  ],
  [
    'a token in the path',
    { token: { path: true } },
    /^sources\.shop\.tenants: the address ends with the tenant's name, so it cannot end with a shared secret too/,
  ],
  [
    'callbacks',
    { signature: hmac, callbacks: true },
    /^sources\.shop\.tenants: the address ends with the tenant's name, so it cannot end with a callback's token too/,
  ],
  [
    'a public address with a slash at its end',
    { signature: hmac, publicUrl: 'https://hooks.example/hooks/shop/' },
    /^sources\.shop\.publicUrl: the tenant's name is put behind it: give the address up to the source/,
  ],
])('refuses tenants with %s, with one line', (_what, source, line) => {
  const problems = problemsOf({ ...source, tenants: true });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(line);
});

test('goes with a token whose secret is stored, whatever the signature is', () => {
  expect(problemsOf({ token: { header: 'X-Secret' }, tenants: true })).toEqual([]);
  expect(problemsOf({ provider: 'stripe', tenants: true })).toEqual([]);
});
