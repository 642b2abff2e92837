import { parseArgs } from 'node:util';
import { callbackScenarios } from './callback-scenarios.ts';
import { destinationScenarios } from './destination-scenarios.ts';
import { eventScenarios } from './event-scenarios.ts';
import { type Exploration, exploreAll, exploreRandomly } from './explore.ts';

/*
 * The durability model in full: every schedule of every scenario, then random ones. `npm run model -- --schedules N --seed S`;
 * a violation names its seed, and `--schedules 1 --seed S` shows it again.
 */

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});

const crashPoints = new Set<string>();
let schedules = 0;

function report(name: string, exploration: Exploration): void {
  schedules += exploration.schedules;
  for (const point of exploration.crashPoints) crashPoints.add(point);
  const { violation } = exploration;
  process.stdout.write(
    `${name}: ${exploration.schedules} schedules, ${exploration.crashPoints.size} crash points\n`,
  );
  if (violation === undefined) return;
  process.stdout.write(`VIOLATION in ${violation.origin}: ${violation.violations.join('; ')}\n`);
  for (const line of violation.trace) process.stdout.write(`  ${line}\n`);
  process.exit(1);
}

if (values.schedules !== '1') {
  for (const scenario of [...eventScenarios, ...callbackScenarios, ...destinationScenarios]) {
    if (scenario.name.includes(values.only)) report(scenario.name, await exploreAll(scenario));
  }
}
report('random', await exploreRandomly(Number(values.schedules), Number(values.seed)));
process.stdout.write(
  `${schedules} schedules, ${crashPoints.size} crash points, 0 violations (seeds from ${values.seed})\n`,
);
