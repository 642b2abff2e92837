import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** `high`: get up; `medium`: today; `low`: look at it when you next sit down. */
export type Severity = 'high' | 'medium' | 'low';

export interface AlarmRow {
  /** Name of the alarm behind the stage, and heading in the runbook. */
  readonly name: string;
  /** What the alarm is about where there is one for each of several. */
  readonly of?: string;
  readonly severity: Severity;
  readonly metric: IMetric;
  /** Fires above this value, or below it where `isFloor` is set. */
  readonly threshold: number;
  readonly isFloor?: true;
  /** M of N: so many of the last so many periods must be beyond the threshold. */
  readonly periods: readonly [m: number, n: number];
  readonly missing: 'notBreaching' | 'breaching';
  /** What it means that it fires, in one sentence. */
  readonly meaning: string;
}

/** Two of the last three periods: a moment is no reason to wake anybody. */
export const lasting = { periods: [2, 3], missing: 'notBreaching' } as const;
/** One is one too many. */
export const atOnce = { periods: [1, 1], missing: 'notBreaching' } as const;
/** No data is the fault that is looked for. */
export const silent = { missing: 'breaching', isFloor: true, threshold: 1 } as const;
