import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { faultKinds } from './fault-plan.ts';

/* What a drill does, as a file in `scenarios/` says it. */

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const scenarioSchema = v.strictObject({
  name: v.pipe(v.string(), v.nonEmpty()),
  /** Genuine events that a provider sends, each until it is acknowledged. */
  deliveries: v.pipe(v.number(), v.integer(), v.minValue(1)),
  concurrency: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Events a second that the provider has to send: more than the machine can handle would measure the backlog, not the healing. */
  ratePerSecond: v.pipe(v.number(), v.minValue(1)),
  /** Share of the calls to each service that fail in each way. */
  shares: v.partial(v.strictObject(v.entriesFromList(faultKinds, share))),
  latencyMs: v.pipe(v.number(), v.minValue(0)),
  /** How often the whole receiver is killed, at random moments; the services stay, as AWS would. */
  kills: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

export type DrillScenario = v.InferOutput<typeof scenarioSchema>;

const folder = join(import.meta.dirname, 'scenarios');

/** Every scenario, by file name. */
export function readScenarios(): readonly DrillScenario[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => v.parse(scenarioSchema, JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}
