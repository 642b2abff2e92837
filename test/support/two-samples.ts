/** How far two samples can be told apart. */
export interface Difference {
  /** Median of the second less that of the first, in the unit of the samples. */
  readonly medians: number;
  /** How often a value of the second is the larger of two, ties counted as half: 0.5 where nothing tells them apart. */
  readonly odds: number;
  /** Distance of `odds` from 0.5 in standard deviations, as chance alone would have them (Mann-Whitney). Outliers count by their rank alone. */
  readonly z: number;
}

export const median = (values: ArrayLike<number>): number => {
  const sorted = Float64Array.from(values).sort();
  const at = sorted.length >> 1;
  const upper = sorted[at] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[at - 1] ?? Number.NaN)) / 2;
};

/** Compares two samples by rank. */
export function difference(first: readonly number[], second: readonly number[]): Difference {
  const all = [
    ...first.map((value) => ({ value, isSecond: false })),
    ...second.map((value) => ({ value, isSecond: true })),
  ].sort((left, right) => left.value - right.value);
  let rankSum = 0;
  let ties = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1;
    const inSecond = all.slice(from, to).filter(({ isSecond }) => isSecond).length;
    // Ranks begin at 1; equal values share the middle of theirs.
    rankSum += (inSecond * (from + 1 + to)) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const [m, n, size] = [first.length, second.length, all.length];
  const wins = rankSum - (n * (n + 1)) / 2;
  const deviation = Math.sqrt(((m * n) / 12) * (size + 1 - ties / (size * (size - 1))));
  return {
    medians: median(second) - median(first),
    odds: wins / (m * n),
    z: (wins - (m * n) / 2) / deviation,
  };
}
