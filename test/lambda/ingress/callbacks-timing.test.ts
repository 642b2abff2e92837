import { tokenClasses, tokenTrial } from '../../support/token-timings.ts';
import { difference, median } from '../../support/two-samples.ts';

/* What `npm run bench:tokens` measures and computes is right; the times themselves are nothing to be tested here. */

test('each class of tokens is refused for its reason, round after round', async () => {
  const trial = await tokenTrial(1);
  for (let round = 0; round < 20; round += 1) {
    const timings = await trial.round();
    expect(tokenClasses.map((name) => timings[name].reason)).toEqual([
      'callback-unknown',
      'callback-unknown',
      'callback-expired',
      'callback-used',
      'callback-unknown',
    ]);
    for (const name of tokenClasses) expect(timings[name].micros).toBeGreaterThan(0);
  }
});

test('the median is the middle value, or between the two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test('two samples are compared by rank', () => {
  const first = [1, 2, 3, 4];
  expect(difference(first, first)).toEqual({ medians: 0, odds: 0.5, z: 0 });
  // By hand: 15 of 16 pairs, deviation sqrt(16 * 9 / 12).
  const { odds, z, medians } = difference(first, [3.5, 5, 6, 700]);
  expect(odds).toBe(15 / 16);
  expect(z).toBeCloseTo(7 / Math.sqrt(12), 10);
  expect(medians).toBe(3);
});

test('equal values count as half', () => {
  const { odds, z } = difference([1, 1, 2], [1, 2, 2]);
  expect(odds).toBeCloseTo(6 / 9, 10);
  // Two ties of three: 9/12 * (7 - 48/30).
  expect(z).toBeCloseTo(1.5 / Math.sqrt((9 / 12) * (7 - 48 / 30)), 10);
});
