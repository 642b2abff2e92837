import { App, Stack } from 'aws-cdk-lib';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import { allowListRules } from '../../lib/ingress/allow-list-rules.ts';

/* Which paths the rules of allow lists guard. */

const allowList = ['196.201.214.200'];
/** The rules by name, as text. */
function rulesOf(sources: object): ReadonlyMap<string, string> {
  const rules = allowListRules(new Stack(new App(), 'rules'), readConfig({ sources }, presets));
  return new Map(rules.map(({ name, paths }) => [name, JSON.stringify(paths)]));
}

test.each([
  ['callbacks', { callbacks: true }, '/callbacks/source/'],
  ['tenants', { tenants: true, token: { header: 'X-Secret' } }, '/hooks/source/'],
  ['a token in its path', { token: { path: true } }, '/hooks/source/'],
])('an allow list guards all addresses of its source when it has %s', (_name, kind, path) => {
  const text = rulesOf({ source: { ...kind, allowList } }).get('AllowList-source');
  expect(text).toContain(`"searchString":"${path}"`);
  expect(text).toContain('"positionalConstraint":"CONTAINS"');
});

test('the shared rule tells callbacks from other sources when there are both', () => {
  const sources = Array.from({ length: 20 }, (_, at) => [
    `s${at}`,
    { ...(at < 10 ? { callbacks: true } : {}), allowList },
  ]);
  const text = rulesOf(Object.fromEntries(sources)).get('AllowLists') ?? '';
  const expressions = [...text.matchAll(/"regexString":"([^"]+)"/g)].map(([, regex = '']) => regex);
  const guards = (path: string) => expressions.some((regex) => new RegExp(regex).test(path));
  expect(guards('/test/callbacks/s3/token')).toBe(true);
  expect(guards('/hooks/s3')).toBe(false);
  expect(guards('/hooks/s13')).toBe(true);
  expect(guards('/callbacks/s13/token')).toBe(false);
});
