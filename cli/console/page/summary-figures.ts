import type { Summary } from './api.ts';

/** What deliveries are counted by, from the bottom of a stack upwards. */
export const countNames = ['accepted', 'again', 'rejected', 'failed'] as const;
export type CountName = (typeof countNames)[number];

export const percentileNames = ['p50', 'p95', 'p99'] as const;
export type PercentileName = (typeof percentileNames)[number];

export const totalOf = (summary: Summary, name: CountName): number =>
  summary[name].reduce((sum, count) => sum + count, 0);

/** When each bucket begins, epoch seconds. */
export const bucketStarts = ({ startSeconds, bucketSeconds, accepted }: Summary): number[] =>
  accepted.map((_count, at) => startSeconds + at * bucketSeconds);

/** The highest value of a percentile; undefined where nothing was handled. */
export function highestOf({ latencyMs }: Summary, name: PercentileName): number | undefined {
  const values = latencyMs[name].filter((value) => value !== null);
  return values.length === 0 ? undefined : Math.max(...values);
}
