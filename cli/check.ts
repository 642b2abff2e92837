import type { Clock } from '../lambda/model/time.ts';
import type { DeployedStack } from './deployed-stack.ts';
import { NotPermitted } from './not-permitted.ts';
import type { Target } from './target.ts';

/** One file in `checks/` exports one of these: something that can be wrong with a receiver, and what to do about it. */
export interface Check {
  /** Name of its file, and of the check in the output. */
  readonly id: string;
  /** What holds when it passes. */
  readonly title: string;
  run(target: Target, around: Surroundings): Promise<readonly Finding[]>;
}

/** What checks look at beyond the target. */
export interface Surroundings {
  readonly clock: Clock;
  /** Absent for the local run. */
  readonly stack?: DeployedStack;
  /** Handler modules of the local run; absent for a stack, which was synthesised with its own. */
  readonly handlers?: readonly string[];
}

/** One thing that a check found. Whatever is not as it should be comes with what to do. */
export type Finding = {
  /** What of several it is about: a source, a queue, an alarm. */
  readonly subject?: string;
  readonly finding: string;
} & (
  | { readonly result: 'pass' }
  | { readonly result: 'warn' | 'fail'; readonly remedy: string }
  /** There is nothing to look at, or no way to look; a remedy says how to look by hand. */
  | { readonly result: 'not-applicable'; readonly remedy?: string }
);

/** A check of what only a deployed stack has. */
export const stackCheck = (check: {
  readonly id: string;
  readonly title: string;
  readonly run: (stack: DeployedStack, target: Target) => Promise<readonly Finding[]>;
}): Check => ({
  ...check,
  run: async (target, { stack }) =>
    stack === undefined
      ? [{ result: 'not-applicable', finding: 'the local run has none of it' }]
      : check.run(stack, target),
});

/** All that the parts of a check find; a part that must not look is a finding itself, and the others are made all the same. */
export async function findingsOf(
  parts: readonly { readonly subject: string; readonly look: () => Promise<readonly Finding[]> }[],
): Promise<readonly Finding[]> {
  const found = parts.map(async ({ subject, look }): Promise<readonly Finding[]> => {
    const findings = await look().catch(refusalOrThrow);
    return findings.map((finding) => ({ subject, ...finding }));
  });
  return (await Promise.all(found)).flat();
}

/** A missing permission as a finding: what could not be looked at has not passed. Anything else is thrown again. */
export function refusalOrThrow(error: unknown): readonly Finding[] {
  if (!(error instanceof NotPermitted)) throw error;
  return [
    {
      result: 'warn',
      finding: `not checked: ${error.action} is not allowed`,
      remedy: `allow ${error.action} to whoever runs this`,
    },
  ];
}
