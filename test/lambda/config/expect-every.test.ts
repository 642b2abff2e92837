import { presets } from '../../../lambda/config/preset-index.ts';
import { readConfig } from '../../../lambda/config/read-config.ts';
import { ConfigError } from '../../../lambda/model/errors.ts';

/* How long a source may be silent: what CloudWatch can look back over, and nothing else. */

const read = (expectEvery?: unknown) =>
  readConfig(
    {
      sources: {
        a: { token: { header: 'X-S' }, ...(expectEvery === undefined ? {} : { expectEvery }) },
      },
    },
    presets,
  );

test.each([
  ['5m', 300],
  ['15m', 900],
  ['1h', 3600],
  ['36h', 129_600],
  ['1440m', 86_400],
  ['1d', 86_400],
  ['2d', 172_800],
  ['7d', 604_800],
  ['168h', 604_800],
])('a source that sends every %s is silent after %d s', (expectEvery, seconds) => {
  expect(read(expectEvery)[0]?.expectEverySeconds).toBe(seconds);
});

test('a source may be silent for any time unless told otherwise', () => {
  expect(read()[0]).not.toHaveProperty('expectEverySeconds');
});

test.each([
  ['8d', /"8d" is refused: CloudWatch looks back seven days at most: use 7d or less/],
  ['169h', /use 7d or less/],
  ['99999d', /use 7d or less/],
  ['7m', /"7m" is refused: expected a multiple of 5 minutes up to a day/],
  ['1445m', /whole hours beyond it/],
  ['0m', /expected minutes, hours or days such as 15m, 1h or 2d/],
  ['15', /expected minutes, hours or days/],
  ['15s', /expected minutes, hours or days/],
  ['1.5h', /expected minutes, hours or days/],
  ['1 h', /expected minutes, hours or days/],
  ['', /expected minutes, hours or days/],
  [3600, /sources\.a\.expectEvery/],
])('refuses an interval of %j with a sentence', (expectEvery, expected) => {
  expect(() => read(expectEvery)).toThrow(ConfigError);
  try {
    read(expectEvery);
  } catch (error) {
    const [problem = ''] = error instanceof ConfigError ? error.problems : [];
    expect(problem).toMatch(/^sources\.a\.expectEvery: /);
    expect(problem).toMatch(expected);
  }
});
