import { presets } from '../../../lambda/config/preset-index.ts';
import { readConfig } from '../../../lambda/config/read-config.ts';
import type { ConfigError } from '../../../lambda/model/errors.ts';
import { routeBaseOf, routeOf, strengthOf } from '../../../lambda/model/source.ts';

const completed = (source: object) => {
  const [one] = readConfig({ sources: { it: source } }, presets);
  if (one === undefined) throw new Error('no source');
  return one;
};

function problemsOf(source: object): readonly string[] {
  try {
    completed(source);
  } catch (error) {
    return (error as ConfigError).problems;
  }
  throw new Error('the source was accepted');
}

test('a callback is a check of its own, as good as a shared secret', () => {
  const source = completed({ callbacks: true });
  expect(source.callbacks).toBe(true);
  expect(strengthOf(source)).toBe('token');
  expect([routeOf(source), routeBaseOf(source)]).toEqual([
    '/callbacks/it/{token}',
    '/callbacks/it',
  ]);
});

test("a preset's secret in the path gives way to the callback's token, its other checks stay", () => {
  const lasting = completed({ provider: 'mpesa-daraja' });
  const once = completed({ provider: 'mpesa-daraja', callbacks: true });
  expect(lasting.token).toEqual({ path: true });
  expect([routeOf(lasting), routeBaseOf(lasting)]).toEqual(['/hooks/it/{token}', '/hooks/it']);
  expect(once).not.toHaveProperty('token');
  expect(once.allowList).toEqual(lasting.allowList);
  expect(once.replies).toEqual(lasting.replies);
});

test("a preset's secret elsewhere stays a check beside the callback", () => {
  const { token } = completed({ token: { header: 'X-Secret' }, callbacks: true });
  expect(token).toEqual({ header: 'x-secret' });
});

test('two tokens in one path are refused, and so is anything but true', () => {
  expect(problemsOf({ callbacks: true, token: { path: true } })).toEqual([
    expect.stringMatching(/^sources\.it\.callbacks: the address ends with the callback's token/),
  ]);
  expect(problemsOf({ allowList: ['192.0.2.1'], callbacks: false })).toHaveLength(1);
});
