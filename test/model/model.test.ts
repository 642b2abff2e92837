import { exploreAll, exploreRandomly } from './explore.ts';
import { exhaustiveScenarios } from './scenario.ts';

/* A slice of the durability model; `npm run model` explores all of it. */

/** Scenarios that are explored whole within seconds. */
const quick = exhaustiveScenarios.filter(
  ({ retry, sendings, duplicates, faults, replays, batch }) =>
    retry !== 'always' && sendings.length + duplicates + faults + replays <= 3 && batch === 1,
);

const randomSchedules = 1500;

test.each(quick.map((scenario) => [scenario.name, scenario] as const))(
  'no schedule loses or doubles an event: %s',
  async (_name, scenario) => {
    const { violation, schedules, crashPoints } = await exploreAll(scenario, 1200);
    expect(violation).toBeUndefined();
    expect(schedules).toBeGreaterThan(20);
    expect(crashPoints.size).toBeGreaterThanOrEqual(18);
  },
);

test('no random schedule loses or doubles an event', async () => {
  const { violation } = await exploreRandomly(randomSchedules, 1);
  expect(violation).toBeUndefined();
});

test('every call of every process fails in every way', async () => {
  const { crashPoints } = await exploreRandomly(randomSchedules, 1);
  for (const fault of ['crash-before', 'crash-after', 'lost-answer', 'refused', 'repeated']) {
    for (const call of [
      'ingress PutItem',
      'ingress SendMessage',
      'ingress UpdateItem',
      'worker UpdateItem',
      'worker ChangeMessageVisibility',
      'worker DeleteMessage',
      'sweeper Query',
      'sweeper UpdateItem',
      'sweeper SendMessage',
      'dead-letters GetItem',
      'dead-letters UpdateItem',
      'operator GetItem',
      'operator UpdateItem',
      'operator SendMessage',
    ]) {
      expect(crashPoints).toContain(`${call}: ${fault}`);
    }
  }
});
