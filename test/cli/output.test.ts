import { decodeTime } from 'ulid';
import { formatTable, printable } from '../../cli/output.ts';
import { parseSince } from '../../cli/since.ts';
import { testNowMs } from '../support/clock.ts';

test('columns are aligned and lines carry no trailing space', () => {
  expect(
    formatTable(
      ['A', 'LONG'],
      [
        ['value', ''],
        ['x', 'yy'],
      ],
    ),
  ).toBe('A      LONG\nvalue\nx      yy');
});

test.each([
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['a\nb', 'a\\u{a}b'],
  ['\u202etxt', '\\u{202e}txt'],
  ['zero\u200bwidth', 'zero\\u{200b}width'],
  ['Ünïcödé ✓', 'Ünïcödé ✓'],
])('shows %j as %j on a terminal', (text, shown) => expect(printable(text)).toBe(shown));

test.each([
  ['15m', testNowMs - 900_000],
  ['2h', testNowMs - 7_200_000],
  ['7d', testNowMs - 604_800_000],
  ['2026-11-01T00:00:00Z', Date.parse('2026-11-01T00:00:00Z')],
])('since %s begins at its instant', (text, instant) => {
  expect(decodeTime(`${parseSince(text, testNowMs)}0000000000000000`)).toBe(instant);
});

test.each(['yesterday', '', '-5m', '15 m'])('since "%s" is refused', (text) => {
  expect(() => parseSince(text, testNowMs)).toThrow(/is no time: use 15m, 2h, 7d/);
});
