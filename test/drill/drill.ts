import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Effect } from '../support/effects.ts';
import { randomFrom } from '../support/random.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { provider } from './provider.ts';
import type { DrillScenario } from './scenario.ts';

/** What a drill showed. */
export interface DrillReport {
  readonly name: string;
  readonly deliveries: number;
  /** Requests that the provider made, its retries included. */
  readonly requests: number;
  readonly faults: number;
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged events that are not done, or took no effect. */
  readonly lost: number;
  /** Runs of the handler to its effect. */
  readonly effects: number;
  /** Effects of events beyond the first, each with a kill since the one before. */
  readonly repeatedByKills: number;
  /** Effects beyond the first without such a reason. */
  readonly doubled: number;
  /** Most sweeps that an event needed once the faults had ended. */
  readonly sweepsToHeal: number;
  readonly secondsToHeal: number;
}

const table = 'sallyport-local-audit';
/** The local run's sweeper comes every 5 s and finds an event due after 27 s at most, plus its back-off. */
const healWithinMs = 240_000;

/** Sends the scenario's deliveries through the local stack while its services fail and it is killed, then lets it heal. */
export async function runDrill(scenario: DrillScenario, seed: number): Promise<DrillReport> {
  const stack = await startFaultyStack(seed);
  try {
    stack.plan(scenario);
    const sending = await sendAll(stack, scenario, seed);
    stack.plan(undefined);
    const healing = await heal(stack);
    return judge(
      scenario,
      { ...sending, ...healing, faults: stack.injected() },
      stack.effects.read(),
    );
  } finally {
    await stack.stop();
  }
}

interface Sending {
  /** Idempotency keys of acknowledged events are not known to a provider: ids of their deliveries are. */
  readonly acknowledged: readonly number[];
  readonly requests: number;
  readonly killsAtMs: readonly number[];
}

async function sendAll(
  stack: FaultyStack,
  { deliveries, concurrency, ratePerSecond, kills }: DrillScenario,
  seed: number,
): Promise<Sending> {
  const random = randomFrom(seed);
  const killAfter = Array.from({ length: kills }, () => Math.floor(random() * deliveries)).sort(
    (a, b) => a - b,
  );
  const killsAtMs: number[] = [];
  const sender = provider(stack.gateway, concurrency);
  const acknowledged: number[] = [];
  let next = 0;
  let killing = Promise.resolve();
  const startedAtMs = performance.now();
  const send = async () => {
    while (next < deliveries) {
      const event = next++;
      const waitMs = startedAtMs + (event * 1000) / ratePerSecond - performance.now();
      if (waitMs > 0) await sleep(waitMs);
      const id = await sender.sendUntilAcknowledged(event);
      if (id !== undefined) acknowledged.push(event);
      const due = killAfter[0];
      if (due === undefined || acknowledged.length < due) continue;
      killAfter.shift();
      killing = killing.then(async () => {
        killsAtMs.push(await stack.kill());
      });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, send));
  await killing;
  for (const _left of killAfter) killsAtMs.push(await stack.kill());
  sender.close();
  return { acknowledged, requests: sender.tries(), killsAtMs };
}

type Item = Readonly<Record<string, AttributeValue>>;

/** The records of events, straight from the table. */
async function eventItems({ dynamoDb }: FaultyStack): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await dynamoDb.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        ProjectionExpression: 'pk, sk, id, #status, sweeps, bodySha256',
        ExpressionAttributeNames: { '#status': 'status' },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items.filter(({ sk, status }) => sk?.S === 'event' && status?.S !== 'rejected');
}

const sweepsOf = (item: Item): number => Number(item['sweeps']?.N ?? 0);

async function heal(stack: FaultyStack) {
  const startedAtMs = Date.now();
  const before = new Map((await eventItems(stack)).map((item) => [item['pk']?.S, sweepsOf(item)]));
  for (;;) {
    const items = await eventItems(stack);
    const open = items.filter(({ status }) => status?.S !== 'done' && status?.S !== 'failed');
    const isOver = Date.now() - startedAtMs > healWithinMs;
    if (open.length === 0 || isOver) {
      const sweeps = items.map((item) => sweepsOf(item) - (before.get(item['pk']?.S) ?? 0));
      return {
        items,
        sweepsToHeal: Math.max(0, ...sweeps),
        secondsToHeal: Math.round((Date.now() - startedAtMs) / 1000),
      };
    }
    await sleep(500);
  }
}

function judge(
  scenario: DrillScenario,
  run: Sending & Awaited<ReturnType<typeof heal>> & { readonly faults: number },
  effects: readonly Effect[],
): DrillReport {
  const done = new Set(
    run.items.filter(({ status }) => status?.S === 'done').map(({ id }) => id?.S),
  );
  const byRecord = Map.groupBy(effects, ({ recordId }) => recordId);
  // The bank's key is the digest of the body, which names the event.
  const recordOf = new Map(run.items.map((item) => [item['bodySha256']?.S, item['id']?.S]));
  const lost = run.acknowledged.filter((event) => {
    const record = recordOf.get(digestOf(event)) ?? '';
    return !done.has(record) || !byRecord.has(record);
  });
  const repeats = [...byRecord.values()].flatMap((runs) =>
    runs
      .sort((a, b) => a.atMs - b.atMs)
      .slice(1)
      .map((one, at) => isExplained(runs[at]?.atMs ?? 0, one.atMs, run.killsAtMs)),
  );
  return {
    name: scenario.name,
    deliveries: scenario.deliveries,
    requests: run.requests,
    faults: run.faults,
    kills: run.killsAtMs.length,
    acknowledged: run.acknowledged.length,
    lost: lost.length,
    effects: effects.length,
    repeatedByKills: repeats.filter(Boolean).length,
    doubled: repeats.filter((explained) => !explained).length,
    sweepsToHeal: run.sweepsToHeal,
    secondsToHeal: run.secondsToHeal,
  };
}

/** An outcome is on record within seconds of its effect, unless the run was killed in between. */
const settledWithinMs = 12_000;

const isExplained = (fromMs: number, toMs: number, killsAtMs: readonly number[]): boolean =>
  killsAtMs.some((atMs) => atMs >= fromMs - 50 && atMs <= Math.min(toMs, fromMs + settledWithinMs));

const digestOf = (event: number): string =>
  createHash('sha256')
    .update(JSON.stringify({ transfer: event }))
    .digest('hex');
