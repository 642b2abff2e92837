import { deliverySender } from '../lambda/aws/delivery-sender.ts';
import { eventItemKey } from '../lambda/aws/event-change.ts';
import { queueUrls } from '../lambda/aws/queue-urls.ts';
import type { AuditRecord } from '../lambda/model/audit-record.ts';
import type { Source } from '../lambda/model/source.ts';
import { systemClock, toIso } from '../lambda/model/time.ts';
import { readerOf } from './audit-reader.ts';
import { paced } from './paced.ts';
import { type ReplayPorts, type ReplayResult, refusalOf, replayEvent } from './replay-event.ts';
import { type StoredOrder, saveOrder } from './replay-order.ts';
import { selectedRecords } from './selected-records.ts';
import type { Target } from './target.ts';

interface Run {
  readonly ratePerSecond: number;
  readonly signal: AbortSignal;
  readonly onResult: (record: AuditRecord, result: ReplayResult) => void;
}

/** Events that are replayed at a time. */
const width = 10;
/** Records after which it is written down how far the order has come. */
const saveEvery = 50;

/**
 * Carries the order out from where it stands, oldest record first, and keeps how far it has come, so that it can be taken up again after an
 * interruption, by anybody. Returns the order as it is in the end; it is finished unless it was interrupted.
 */
export async function runReplay(
  target: Target,
  order: StoredOrder,
  run: Run,
): Promise<StoredOrder> {
  const table = { client: target.dynamoDb, table: target.auditTable };
  const ports: ReplayPorts = { ...table, queue: senderOf(target), clock: systemClock };
  let now = order;
  await saveOrder(table, now);
  let unsaved = 0;
  const inTurn = turnsOf(target.sources);
  const records = selectedRecords(readerOf(target), order.selection, order.doneUpToId);
  try {
    await paced(
      records,
      { width, ...run },
      {
        work: (record) => inTurn(record.source, () => replayRecord(record, order, ports)),
        onDone: async (record, result) => {
          run.onResult(record, result);
          now = counted(now, record, result);
          unsaved += 1;
          if (unsaved % saveEvery === 0) await saveOrder(table, now);
        },
      },
    );
    if (!run.signal.aborted) now = { ...now, finishedAt: toIso(systemClock.nowMs()) };
  } finally {
    await saveOrder(table, now);
  }
  return now;
}

/**
 * Events of a source that keeps an order enter its queue one after the other; behind one that fails, none does. Those of other sources do
 * not wait.
 */
function turnsOf(sources: readonly Source[]) {
  const last = new Map<string, Promise<unknown>>();
  for (const { id, lane } of sources)
    if (lane?.orderedBy !== undefined) last.set(id, Promise.resolve());
  return <Result>(source: string, work: () => Promise<Result>): Promise<Result> => {
    const before = last.get(source);
    if (before === undefined) return work();
    const result = before.then(work);
    last.set(source, result);
    return result;
  };
}

function senderOf(target: Target): ReplayPorts['queue'] {
  const { deliveryQueueUrl, stageName } = target.places();
  return deliverySender(target.sqs, queueUrls(deliveryQueueUrl, stageName, target.sources));
}

/** What has no event of its own is refused by its record alone. */
async function replayRecord(
  record: AuditRecord,
  order: StoredOrder,
  ports: ReplayPorts,
): Promise<ReplayResult> {
  const why = refusalOf(record);
  const { source: sourceId, idempotencyKey, destination } = record;
  if (idempotencyKey === undefined || (why !== undefined && why !== 'open'))
    return { kind: 'refused', why: why ?? 'rejected' };
  const key = { sourceId, idempotencyKey, ...(destination && { destination }) };
  return replayEvent(eventItemKey(key), order, ports);
}

function counted(order: StoredOrder, record: AuditRecord, { kind }: ReplayResult): StoredOrder {
  return {
    ...order,
    doneUpToId: record.id,
    replayed: order.replayed + (kind === 'refused' ? 0 : 1),
    refused: order.refused + (kind === 'refused' ? 1 : 0),
  };
}
