import { randomFrom } from '../support/random.ts';

/** Every fault that a proxy can inject, in the order in which shares are laid out for the draw. */
export const faultKinds = [
  'latency',
  'error',
  'throttle',
  'lost-answer',
  'reset',
  'black-hole',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** What one proxy does to the requests that pass: share of requests (0..1) by kind, the rest pass untouched. */
export interface FaultPlan {
  readonly shares: Readonly<Partial<Record<FaultKind, number | undefined>>>;
  /** Added by `latency`, milliseconds. */
  readonly latencyMs: number;
}

/** Throws a `RangeError` for a plan that no sequence of draws can honour, so that a drill does not run another one. */
export function checkFaultPlan({ shares, latencyMs }: FaultPlan): void {
  const each = faultKinds.map((kind) => shares[kind] ?? 0);
  const sum = each.reduce((total, share) => total + share, 0);
  // Tenths do not add up to 1 exactly.
  const sumHolds = sum <= 1 + 1e-9;
  if (!sumHolds || !each.every((share) => share >= 0)) {
    throw new RangeError(`shares must be 0 or more and sum up to 1 at most: ${each.join(', ')}`);
  }
  if (!(latencyMs >= 0)) throw new RangeError(`latencyMs must be 0 or more: ${latencyMs}`);
}

/** Deterministic: returns a function that draws the fault of the next request (or undefined) from a seed. */
export function faultDraw(seed: number): (plan: FaultPlan) => FaultKind | undefined {
  const random = randomFrom(seed);
  return ({ shares }) => {
    let left = random();
    return faultKinds.find((kind) => {
      left -= shares[kind] ?? 0;
      return left < 0;
    });
  };
}
