import { dirname } from 'node:path';
import { effectsHandler } from '../support/effects.ts';
import {
  eventually,
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { hmacHex } from '../support/requests.ts';

/* SIGKILL in the middle of 500 deliveries: whatever got a 2xx takes effect, once. */

const deliveries = 500;
const concurrency = 16;
/** Acknowledged deliveries after which the run is killed. */
const killAfter = 200;

/** Messages that the local queue pump has under way at most. */
const workersAtMost = 5;

const data = temporaryData();
const effects = effectsHandler(dirname(data.path));
const options = ['--no-samples', '--handlers', effects.handlers];
const secret = 'kill-test-signing-secret';
const token = 'kill-test-token';
let local: LocalRun;

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

/** The record id of the reply when it is a 2xx, else undefined: refused, reset, or never answered. */
async function deliver(gateway: string, number: number): Promise<string | undefined> {
  const body = JSON.stringify({ transfer: number });
  try {
    const response = await fetch(`${gateway}/hooks/bank`, {
      method: 'POST',
      body,
      headers: {
        'x-forwarded-for': '203.0.113.45',
        'X-Secret': token,
        'X-Signature': hmacHex(secret, body),
      },
    });
    const { id } = (await response.json()) as { id: string };
    return response.ok ? id : undefined;
  } catch {
    return undefined;
  }
}

test('loses no acknowledged delivery and takes effect once when the run is killed', async () => {
  local = await startLocalRun(data.path, options);
  await sallyport(data.path, ['secrets', 'set', 'bank', '--field', 'signing'], secret);
  await sallyport(data.path, ['secrets', 'set', 'bank', '--field', 'token'], token);

  const acknowledged = new Map<number, string>();
  let next = 0;
  let killed: Promise<unknown> | undefined;
  const sender = async () => {
    while (next < deliveries) {
      const number = next++;
      const id = await deliver(local.gateway, number);
      if (id !== undefined) acknowledged.set(number, id);
      if (acknowledged.size >= killAfter) killed ??= local.end('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: concurrency }, sender));
  await killed;
  expect(acknowledged.size).toBeGreaterThanOrEqual(killAfter);
  expect(acknowledged.size).toBeLessThan(deliveries);

  local = await startLocalRun(data.path, options);
  const records = await eventually(
    async () => {
      const limit = String(2 * deliveries);
      const listed = jsonLines(
        await sallyport(data.path, ['audit', 'list', '--json', '--limit', limit]),
      );
      const open = listed.filter(({ status }) => status === 'received' || status === 'processing');
      return open.length === 0 ? listed : undefined;
    },
    120,
    'every event done',
  );

  const status = new Map(records.map((record) => [record['id'], record['status']]));
  const unfinished = [...acknowledged.values()].filter((id) => status.get(id) !== 'done');
  expect(unfinished).toEqual([]);

  // Guarded by the idempotency key, each event takes effect exactly once.
  const once = effects.readOnce();
  expect(new Set(once).size).toBe(once.length);
  expect([...acknowledged.values()].filter((id) => !once.includes(id))).toEqual([]);

  // The handler itself runs once, but for events whose attempt the kill cut off before its outcome was on record: those show it.
  const runs = new Map<string, number>();
  for (const { recordId } of effects.read()) runs.set(recordId, (runs.get(recordId) ?? 0) + 1);
  const attempts = new Map(records.map((record) => [record['id'], Number(record['attempts'])]));
  const unexplained = [...runs].filter(
    ([id, count]) => count > 1 && (attempts.get(id) ?? 0) < count,
  );
  expect(unexplained).toEqual([]);
  const repeated = [...runs.values()].filter((count) => count > 1).length;
  expect(repeated).toBeLessThanOrEqual(workersAtMost);
}, 240_000);
