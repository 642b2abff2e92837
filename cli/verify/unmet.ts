/** What must hold, and what to say where it does not. */
export type Demand = readonly [holds: boolean, problem: string];

/** What is to be said of the demands that do not hold. */
export const unmet = (...demands: readonly Demand[]): readonly string[] =>
  demands.filter(([holds]) => !holds).map(([, problem]) => problem);
