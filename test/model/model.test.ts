import { callbackScenarios } from './callback-scenarios.ts';
import { destinationScenarios } from './destination-scenarios.ts';
import { eventScenarios } from './event-scenarios.ts';
import { type Exploration, exploreAll, exploreRandomly } from './explore.ts';

/* A slice of the durability model; `npm run model` explores all of it. */

/** Scenarios that are explored whole within seconds. */
const quick = eventScenarios.filter(
  ({ retry, sendings, duplicates, faults, replays, batch }) =>
    retry !== 'always' && sendings.length + duplicates + faults + replays <= 3 && batch === 1,
);

let explored: Promise<Exploration> | undefined;
/** Random schedules, explored once for all who look at them. */
const atRandom = (): Promise<Exploration> => {
  explored ??= exploreRandomly(1500, 1);
  return explored;
};

test.each(quick.map((scenario) => [scenario.name, scenario] as const))(
  'no schedule loses or doubles an event: %s',
  async (_name, scenario) => {
    const { violation, schedules, crashPoints } = await exploreAll(scenario, 1200);
    expect(violation).toBeUndefined();
    expect(schedules).toBeGreaterThan(20);
    expect(crashPoints.size).toBeGreaterThanOrEqual(18);
  },
);

/** The first schedules of each: the whole of them takes minutes. */
const cap = 200;

test.each([...callbackScenarios, ...destinationScenarios].map((one) => [one.name, one] as const))(
  'no schedule loses, doubles or mixes up an answer or a way: %s',
  async (_name, scenario) => {
    const { violation, schedules } = await exploreAll(scenario, cap);
    expect(violation).toBeUndefined();
    expect(schedules).toBeGreaterThan(5);
  },
);

test('no random schedule loses or doubles an event', async () => {
  const { violation } = await atRandom();
  expect(violation).toBeUndefined();
});

test('every call of every process fails in every way', async () => {
  const { crashPoints } = await atRandom();
  for (const fault of ['crash-before', 'crash-after', 'lost-answer', 'refused', 'repeated']) {
    for (const call of [
      'ingress PutItem',
      'ingress SendMessage',
      'ingress UpdateItem',
      'worker UpdateItem',
      'worker ChangeMessageVisibility',
      'worker DeleteMessage',
      'worker PutItem',
      'worker GetItem',
      'worker SendMessage',
      'sweeper Query',
      'sweeper GetItem',
      'sweeper PutItem',
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
