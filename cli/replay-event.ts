import type { EventItem } from '../lambda/aws/audit-items.ts';
import {
  changeEvent,
  type EventTable,
  type ItemKey,
  readEvent,
} from '../lambda/aws/event-change.ts';
import type { AuditRecord } from '../lambda/model/audit-record.ts';
import { openShard, parseEventItemKey, shardOf } from '../lambda/model/audit-table.ts';
import type { QueuedEvent } from '../lambda/model/delivery.ts';
import { type Clock, secondsToMs, toIso } from '../lambda/model/time.ts';

/** What an operator ordered, as it stands in the history of each event. */
export interface ReplayOrder {
  /** ULID. An event is replayed once per order, however often the order is carried out. */
  readonly replayId: string;
  /** Who ordered it. */
  readonly by: string;
  readonly reason: string;
}

export interface ReplayPorts extends EventTable {
  readonly queue: { send(event: QueuedEvent): Promise<void> };
  readonly clock: Clock;
}

/** Why an event is not replayed. */
export const refusals = {
  rejected: 'was rejected: what no check let through is never handled',
  duplicate: 'is a duplicate: replay the record of its event',
  conflict: 'is a conflict: replay the record of its event',
  handshake: 'is a handshake: there is nothing to handle',
  'body-erased': 'its body was erased',
  'too-often': 'was replayed so often that its history is full',
  missing: 'is not there any more',
  open: 'is not done or failed yet',
} as const;

export type Refusal = keyof typeof refusals;

export type ReplayResult =
  | { readonly kind: 'replayed' }
  /** This very order has replayed it before. */
  | { readonly kind: 'already' }
  | { readonly kind: 'refused'; readonly why: Refusal };

/** Most entries of a history: a record may have 400 KB. */
const mostEntries = 200;

/** When the sweeper looks after a replayed event if nobody did. */
const reenqueueAfterSeconds = 60;

/**
 * Has a settled event handled again. Its record goes back to `received` before the message is sent, so a crash in between leaves an open
 * event that the sweeper, or the same order once more, brings to the queue. What happened before stays in the history.
 */
export async function replayEvent(
  key: ItemKey,
  order: ReplayOrder,
  ports: ReplayPorts,
): Promise<ReplayResult> {
  const before = await readEvent(ports, key);
  const refusal = refusalOf(before);
  if (before === undefined || refusal !== undefined)
    return before?.replayId === order.replayId && refusal === 'open'
      ? resume(before, ports)
      : { kind: 'refused', why: refusal ?? 'missing' };
  if (before.replayId === order.replayId) return { kind: 'already' };
  const nowMs = ports.clock.nowMs();
  const { replayId, by, reason } = order;
  const changed = await changeEvent(ports, 'replay', {
    key,
    values: {
      ':replayId': replayId,
      // Of a way, that of its event: all ways to one destination end with the same letter.
      ':shard': openShard(shardOf(before.eventRecordId ?? before.id)),
      ':due': nowMs + secondsToMs(reenqueueAfterSeconds),
      ':zero': 0,
      ':most': mostEntries,
      ':nothing': [],
      ':entry': [{ what: 'replay', at: toIso(nowMs), replayId, by, reason }],
    },
  });
  if (changed === undefined) {
    // Somebody else was faster, or this call took effect and its answer was lost.
    const after = await readEvent(ports, key);
    return after?.replayId === replayId ? resume(after, ports) : { kind: 'refused', why: 'open' };
  }
  await ports.queue.send(queuedEvent(changed));
  return { kind: 'replayed' };
}

/** Why this record cannot be replayed; undefined where it can. */
export function refusalOf(
  item: Pick<AuditRecord, 'status' | 'outcome' | 'bodyErasedAt' | 'history'> | undefined,
): Refusal | undefined {
  if (item === undefined) return 'missing';
  const { status, outcome, bodyErasedAt, history = [] } = item;
  if (status === 'rejected' || status === 'duplicate' || status === 'conflict') return status;
  if (outcome === 'handshake') return 'handshake';
  if (status !== 'done' && status !== 'failed') return 'open';
  if (bodyErasedAt !== undefined) return 'body-erased';
  return history.length < mostEntries ? undefined : 'too-often';
}

/** The order was interrupted between record and queue. */
async function resume(item: EventItem, { queue }: ReplayPorts): Promise<ReplayResult> {
  if (item.status === 'received') await queue.send(queuedEvent(item));
  return { kind: 'already' };
}

function queuedEvent({ pk, sk, strength = 'address', orderGroup }: EventItem): QueuedEvent {
  return {
    key: parseEventItemKey(pk, sk),
    strength,
    ...(orderGroup === undefined ? {} : { orderGroup }),
  };
}
