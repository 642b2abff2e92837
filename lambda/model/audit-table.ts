import type { EventKey } from './delivery.ts';

/** What operators search for and no transition changes: a change of what is projected would be one write more. */
const searched = ['eventType', 'eventId', 'reason', 'sourceIp'] as const;

/**
 * Keys and indexes of the audit table, shared by the construct that creates it, the functions that write it and the tools that read it.
 *
 * | item | pk | sk |
 * |---|---|---|
 * | event: first accepted delivery, the duplicate guard | `source#idempotencyKey` | `event` |
 * | an event's way to one destination | the event's | `to#<destination>` |
 * | duplicate or conflict | the event's | `again#<delivery id>` |
 * | rejection | `source#rejected#<delivery id>` | `event` |
 * | handshake | `source#handshake#<delivery id>` | `event` |
 * | a callback that was minted | `source#callback-token#<digest>` | `callback` |
 * | callbacks of one name | `source#callback-ref#<ref>` | ULID |
 * | requests of one name within a window of time | `rate#<name>#<start>` | `rate` |
 * | an operator's replay, with how far it has come | `replay#<replay id>` | `operation` |
 */
export const auditTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds after which DynamoDB may delete the item. */
  expiry: 'expiresAt',
  /** All records of a source by delivery id, that is by time of receipt. */
  listing: {
    name: 'listing',
    partitionKey: 'listingShard',
    sortKey: 'id',
    projected: searched,
  },
  /** Events that are neither done nor failed, by the time at which the sweeper looks after them. Sparse; keys and `projected` only. */
  open: {
    name: 'open',
    partitionKey: 'openShard',
    sortKey: 'dueAtMs',
    projected: ['sweeps', 'strength', 'orderGroup'],
  },
  /** Failed events by delivery id. Sparse. An event has here the shard that it had in `open`. */
  failed: {
    name: 'failed',
    partitionKey: 'failedShard',
    sortKey: 'id',
    projected: searched,
  },
} as const;

/**
 * Partitions an index is spread over. Index write throttling rejects writes to the table itself, and one partition takes 1,000 writes/s.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/gsi-throttling.html (2026-11-23)
 */
export const indexShards = 8;

export const eventSortKey = 'event';
export const forwardSortPrefix = 'to#';
/** Sort key of an event, or of its way to one destination. */
export const eventItemSortKey = ({ destination }: Pick<EventKey, 'destination'>): string =>
  destination === undefined ? eventSortKey : `${forwardSortPrefix}${destination}`;

/** The key of the item that stands there. */
export function parseEventItemKey(pk: string, sk: string): EventKey {
  const key = parseEventPartition(pk);
  return sk.startsWith(forwardSortPrefix)
    ? { ...key, destination: sk.slice(forwardSortPrefix.length) }
    : key;
}

export const againSortPrefix = 'again#';
export const againSortKey = (deliveryId: string): string => `${againSortPrefix}${deliveryId}`;

export const eventPartition = (key: EventKey): string => `${key.sourceId}#${key.idempotencyKey}`;
export const handshakePartition = (sourceId: string, deliveryId: string): string =>
  `${sourceId}#handshake#${deliveryId}`;

export const rejectedPartition = (sourceId: string, deliveryId: string): string =>
  `${sourceId}#rejected#${deliveryId}`;

export const operationSortKey = 'operation';
export const replayPartition = (replayId: string): string => `replay#${replayId}`;

/** The key whose partition this is. Source ids hold no `#`, so the first one ends the source id. */
export function parseEventPartition(partition: string): EventKey {
  const at = partition.indexOf('#');
  return { sourceId: partition.slice(0, at), idempotencyKey: partition.slice(at + 1) };
}

/** What kind of record stands in this partition. No idempotency key begins as the other kinds do: each has a prefix and a colon. */
export function kindOfPartition(partition: string): 'event' | 'rejection' | 'handshake' {
  const { idempotencyKey } = parseEventPartition(partition);
  if (idempotencyKey.startsWith('rejected#')) return 'rejection';
  return idempotencyKey.startsWith('handshake#') ? 'handshake' : 'event';
}

/** The source whose partition this is. */
export const sourceOfPartition = (partition: string): string =>
  parseEventPartition(partition).sourceId;

export const callbackItemKey = (sourceId: string, digest: string) => ({
  pk: `${sourceId}#callback-token#${digest}`,
  sk: 'callback',
});
export const callbackRefPartition = (sourceId: string, ref: string): string =>
  `${sourceId}#callback-ref#${ref}`;

/** Where the requests of a name are counted within the window that starts at this instant. */
export const rateItemKey = (name: string, startMs: number) => ({
  pk: `rate#${name}#${startMs}`,
  sk: 'rate',
});

/** Shard of a delivery, from the random end of its ULID, so that one id is found with one query a source. */
export function shardOf(deliveryId: string): number {
  return deliveryId.charCodeAt(deliveryId.length - 1) % indexShards;
}

export const listingShard = (sourceId: string, shard: number): string => `${sourceId}#${shard}`;
export const openShard = (shard: number): string => `open#${shard}`;
/** Of callbacks in the index of what is due: the sweep of events does not see them. */
export const callbackShard = (shard: number): string => `callback#${shard}`;
