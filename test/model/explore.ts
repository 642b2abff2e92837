import { randomFrom } from '../support/random.ts';
import type { Action } from './action.ts';
import { randomScenario } from './random-scenario.ts';
import type { Scenario } from './scenario.ts';
import { World } from './world.ts';

/** One schedule from its beginning to its end. */
export interface Run {
  readonly violations: readonly string[];
  readonly trace: readonly string[];
  /** Faults that were injected: where, and which. */
  readonly faults: readonly string[];
}

type Choose = (actions: readonly Action[]) => number;

/** Longest schedule: what goes on for longer goes on for ever. */
const mostSteps = 1500;

/** Lets every promise that can go on do so. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Carries out one schedule; `choose` decides at each point what happens next. */
export async function runSchedule(scenario: Scenario, choose: Choose): Promise<Run> {
  const world = new World(scenario);
  const faults: string[] = [];
  for (;;) {
    await settled();
    const actions = world.actions();
    const { violations } = world.invariants;
    if (violations.length > 0) break;
    if (actions.length === 0) {
      world.end();
      break;
    }
    if (world.trace.length > mostSteps) {
      violations.push(`goes on for more than ${mostSteps} steps`);
      break;
    }
    const action = actions[choose(actions)] as Action;
    if (action.fault !== undefined) faults.push(action.label.replace(/ \d+/, ''));
    world.take(action);
  }
  return { violations: world.invariants.violations, trace: world.trace, faults };
}

/** What an exploration saw. */
export interface Exploration {
  readonly schedules: number;
  /** Distinct points at which a fault was injected: process, call and kind of fault. */
  readonly crashPoints: ReadonlySet<string>;
  /** The first schedule that broke an invariant. */
  readonly violation?: Run & { readonly origin: string };
}

/** Every schedule of a scenario, depth first: the same beginning, and then the next choice that was not made yet. */
export async function exploreAll(
  scenario: Scenario,
  mostSchedules = Number.POSITIVE_INFINITY,
): Promise<Exploration> {
  const crashPoints = new Set<string>();
  let schedules = 0;
  for (let prefix: number[] | undefined = []; prefix !== undefined && schedules < mostSchedules; ) {
    const choices: { taken: number; of: number }[] = [];
    const run = await runSchedule(scenario, (actions) => {
      const taken: number = prefix?.[choices.length] ?? 0;
      choices.push({ taken, of: actions.length });
      return taken;
    });
    schedules += 1;
    for (const fault of run.faults) crashPoints.add(fault);
    if (run.violations.length > 0)
      return { schedules, crashPoints, violation: { ...run, origin: scenario.name } };
    const deepest = choices.findLastIndex(({ taken, of }) => taken + 1 < of);
    prefix =
      deepest < 0
        ? undefined
        : [
            ...choices.slice(0, deepest).map(({ taken }) => taken),
            (choices[deepest]?.taken ?? 0) + 1,
          ];
  }
  return { schedules, crashPoints };
}

/** Schedules of random scenarios, one a seed, beginning with `firstSeed`. */
export async function exploreRandomly(count: number, firstSeed: number): Promise<Exploration> {
  const crashPoints = new Set<string>();
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const random = randomFrom(seed);
    const run = await runSchedule(randomScenario(random), (actions) => draw(actions, random));
    for (const fault of run.faults) crashPoints.add(fault);
    if (run.violations.length > 0) {
      const schedules = seed - firstSeed + 1;
      return { schedules, crashPoints, violation: { ...run, origin: `seed ${seed}` } };
    }
  }
  return { schedules: count, crashPoints };
}

function draw(actions: readonly Action[], random: () => number): number {
  let left = random() * actions.reduce((sum, { weight }) => sum + weight, 0);
  const drawn = actions.findIndex(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return drawn < 0 ? actions.length - 1 : drawn;
}
