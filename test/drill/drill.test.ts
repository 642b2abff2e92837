import { runDrill } from './drill.ts';
import { readScenarios } from './scenario.ts';

/* A slice of the drills; `npm run drill` runs all of them in full. */

test('loses and doubles nothing when every service fails in every way and the receiver is killed', async () => {
  const scenario = readScenarios().find(({ deliveries }) => deliveries === 10_000);
  if (scenario === undefined) throw new Error('the scenario of everything is missing');
  const report = await runDrill({ ...scenario, deliveries: 250, kills: 2 }, 11);
  expect(report).toMatchObject({ acknowledged: 250, lost: 0, doubled: 0, kills: 2 });
  expect(report.faults).toBeGreaterThan(20);
  expect(report.effects).toBeGreaterThanOrEqual(250);
  expect(report.sweepsToHeal).toBeLessThanOrEqual(2);
}, 400_000);

test('there is a scenario for each fault, and one of all with 20 kills', () => {
  const scenarios = readScenarios();
  const kinds = new Set(scenarios.flatMap(({ shares }) => Object.keys(shares)));
  expect([...kinds].sort()).toEqual([
    'black-hole',
    'error',
    'latency',
    'lost-answer',
    'reset',
    'throttle',
  ]);
  expect(scenarios).toContainEqual(expect.objectContaining({ deliveries: 10_000, kills: 20 }));
});
