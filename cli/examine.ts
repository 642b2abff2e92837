import { type Check, type Finding, refusalOrThrow, type Surroundings } from './check.ts';
import type { Target } from './target.ts';

/** A finding and the check that made it. */
export type Examined = Finding & { readonly check: string };

/** What the checks find, in their order. A check that breaks off fails, and the others are made all the same. */
export async function examine(
  checks: readonly Check[],
  target: Target,
  around: Surroundings,
): Promise<readonly Examined[]> {
  const found = checks.map(async (check): Promise<readonly Examined[]> => {
    const findings = await check
      .run(target, around)
      .catch(refusalOrThrow)
      .catch((error: unknown) => [brokenOff(error)]);
    return findings.map((finding) => ({ check: check.id, ...finding }));
  });
  return (await Promise.all(found)).flat();
}

function brokenOff(error: unknown): Finding {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return {
    result: 'fail',
    finding: `not checked: ${reason}`,
    remedy: 'see to it that what was asked is there and answers, then run this again',
  };
}
