import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import { sha256Hex } from '../../lambda/crypto/hash.ts';
import {
  againSortKey,
  eventPartition,
  eventSortKey,
  listingShard,
  openShard,
  rejectedPartition,
  shardOf,
} from '../../lambda/model/audit-table.ts';
import { toIso } from '../../lambda/model/time.ts';
import { randomFrom } from './random.ts';

/* An audit table as it looks after a while, without sending each request. */

export interface Wanted {
  readonly count: number;
  readonly sources: readonly string[];
  /** Receipt of the first one, and the time between two. Epoch milliseconds. */
  readonly startMs: number;
  readonly stepMs: number;
  /** Number of the first event: records of other numbers are other events. Default: 0. */
  readonly firstEvent?: number;
}

export const manyTypes = ['invoice.paid', 'invoice.voided', 'charge.refunded', 'payout.created'];
/** One event of all carries it. */
export const rareType = 'needle.found';

type Item = Readonly<Record<string, unknown>>;

/** Items as the functions leave them: of a hundred, 88 done, 8 rejected, 2 duplicates, 1 conflict, 1 failed. */
export function* manyItems({
  count,
  sources,
  startMs,
  stepMs,
  firstEvent = 0,
}: Wanted): Generator<Item> {
  const random = randomFrom(1 + firstEvent);
  let lastEvent: Item | undefined;
  for (let at = 0; at < count; at += 1) {
    const receivedMs = startMs + at * stepMs;
    const source = sources[at % sources.length] ?? '';
    const id = ulid(receivedMs, random);
    const base = baseOf({ id, source, receivedMs, at });
    const share = at % 100;
    if (share < 8) yield rejected(base, source, id);
    else if (share < 11 && lastEvent !== undefined) yield again(base, lastEvent, share === 10);
    else {
      const type =
        at === 100 * Math.floor(count / 300) + 50 ? rareType : manyTypes[at % manyTypes.length];
      lastEvent = settled(base, {
        source,
        eventId: `evt_${firstEvent + at}`,
        type,
        isFailed: share === 99,
      });
      yield lastEvent;
    }
  }
}

function baseOf({
  id,
  source,
  receivedMs,
  at,
}: {
  readonly id: string;
  readonly source: string;
  readonly receivedMs: number;
  readonly at: number;
}) {
  return {
    id,
    source,
    provider: 'generic',
    listingShard: listingShard(source, shardOf(id)),
    receivedAt: toIso(receivedMs),
    sourceIp: `198.51.100.${at % 250}`,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'sender/1.0' },
    query: {},
    bodyBytes: 120,
    bodySha256: sha256Hex(Buffer.from(id)),
    attempts: 0,
    deliveries: 0,
    expiresAt: Math.floor(receivedMs / 1000) + 90 * 86_400,
  };
}
type Base = ReturnType<typeof baseOf>;

const passed = [
  { check: 'signature', result: 'passed' },
  { check: 'freshness', result: 'passed' },
];

const rejected = (base: Base, source: string, id: string): Item => ({
  ...base,
  pk: rejectedPartition(source, id),
  sk: eventSortKey,
  status: 'rejected',
  reason: 'signature-mismatch',
  checks: [{ check: 'signature', result: 'failed' }],
});

const again = (base: Base, event: Item, isConflict: boolean): Item => ({
  ...base,
  source: event['source'],
  listingShard: listingShard(String(event['source']), shardOf(base.id)),
  pk: event['pk'],
  sk: againSortKey(base.id),
  status: isConflict ? 'conflict' : 'duplicate',
  strength: 'signed',
  eventId: event['eventId'],
  eventType: event['eventType'],
  eventRecordId: event['id'],
  checks: passed,
  deliveries: 1,
});

function settled(
  base: Base,
  {
    source,
    eventId,
    type,
    isFailed,
  }: {
    readonly source: string;
    readonly eventId: string;
    readonly type: string | undefined;
    readonly isFailed: boolean;
  },
): Item {
  const startMs = Date.parse(base.receivedAt) + 40;
  const [startedAt, at] = [toIso(startMs), toIso(startMs + 25)];
  const outcome = isFailed ? 'dead-letter' : 'succeeded';
  const error = isFailed ? { error: 'Error: the ledger refused it' } : {};
  return {
    ...base,
    pk: eventPartition({ sourceId: source, idempotencyKey: `id:${eventId}` }),
    sk: eventSortKey,
    idempotencyKey: `id:${eventId}`,
    status: isFailed ? 'failed' : 'done',
    strength: 'signed',
    eventId,
    eventType: type,
    checks: passed,
    secretVersion: 'current',
    attempts: 1,
    deliveries: 1,
    outcome,
    settledAt: at,
    sweeps: 0,
    history: [{ what: 'attempt', attempt: 1, startedAt, at, outcome, ...error }],
    ...(isFailed && {
      lastError: 'Error: the ledger refused it',
      failedShard: openShard(shardOf(base.id)),
    }),
  };
}

const batchSize = 25;
const batchesAtATime = 4;

/** Writes them into the table. */
export async function seed(
  client: DynamoDBClient,
  table: string,
  items: Iterable<Item>,
): Promise<void> {
  let batches: Item[][] = [[]];
  const write = async () => {
    await Promise.all(batches.map((batch) => writeBatch(client, table, batch)));
    batches = [[]];
  };
  for (const item of items) {
    if (batches.at(-1)?.length === batchSize) {
      if (batches.length === batchesAtATime) await write();
      else batches.push([]);
    }
    batches.at(-1)?.push(item);
  }
  await write();
}

async function writeBatch(
  client: DynamoDBClient,
  table: string,
  batch: readonly Item[],
): Promise<void> {
  if (batch.length === 0) return;
  const requests = batch.map((item) => ({
    PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) },
  }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
}
