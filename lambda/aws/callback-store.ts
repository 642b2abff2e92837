import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { CallbackStore } from '../ingress/ports.ts';
import type { EventStatus } from '../model/audit-record.ts';
import {
  callbackItemKey,
  callbackRefPartition,
  callbackShard,
  shardOf,
} from '../model/audit-table.ts';
import { callbackKey, type OpenCallback } from '../model/callback.ts';
import { daysToSeconds } from '../model/time.ts';
import { calling } from './clients.ts';
import { type EventTable, eventItemKey, type ItemKey } from './event-change.ts';

/**
 * Callbacks in the audit table, as the ingress looks for them: two consistent reads side by side, of the callback and of its first answer,
 * whatever the token was. What is unknown, expired or used then takes as long to refuse.
 */
export function callbackStore(table: EventTable): CallbackStore {
  return {
    async find(sourceId, digest) {
      const answer = eventItemKey({ sourceId, idempotencyKey: callbackKey(digest, 1) });
      const [callback, first] = await Promise.all([
        readItem(table, callbackItemKey(sourceId, digest)),
        readItem(table, answer, '#status'),
      ]);
      if (callback === undefined) return undefined;
      const open = toCallback(callback);
      return { ...open, isUsedUp: open.uses === 1 && isSettled(first?.['status']) };
    },
  };
}

/** One callback alone. */
export async function readCallback(
  table: EventTable,
  sourceId: string,
  digest: string,
): Promise<OpenCallback | undefined> {
  const item = await readItem(table, callbackItemKey(sourceId, digest));
  return item && toCallback(item);
}

async function readItem(
  { client, table }: EventTable,
  key: ItemKey,
  ProjectionExpression?: '#status',
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const read = new GetItemCommand({
    TableName: table,
    Key: marshall(key),
    ConsistentRead: true,
    ...(ProjectionExpression && {
      ProjectionExpression,
      ExpressionAttributeNames: { '#status': 'status' },
    }),
  });
  const { Item } = await calling('DynamoDB', client.send(read));
  return Item && unmarshall(Item);
}

const settled: readonly EventStatus[] = ['done', 'failed'];
const isSettled = (status: unknown): boolean => settled.some((one) => one === status);

/** A callback before anybody has its address. */
export interface NewCallback extends OpenCallback {
  readonly sourceId: string;
  /** ULID; begins with the time at which it was minted. */
  readonly id: string;
  readonly retentionDays: number;
  /** A sample, which nobody waits for: no event says that it was not answered. */
  readonly isSample?: true;
}

/**
 * Keeps under which name the caller waits, and then the callback. Durable when it resolves; without the second write there is no callback, so
 * nothing expires that nobody waits for.
 */
export async function keepCallback(table: EventTable, callback: NewCallback): Promise<void> {
  const { sourceId, id, digest, ref, expiresAtMs, retentionDays } = callback;
  const endSeconds = Math.floor(expiresAtMs / 1000) + daysToSeconds(retentionDays);
  const put = (item: object) =>
    calling(
      'DynamoDB',
      table.client.send(
        new PutItemCommand({
          TableName: table.table,
          Item: marshall({ ...item, expiresAt: endSeconds }, { removeUndefinedValues: true }),
        }),
      ),
    );
  const { data, uses, waiter, isSample } = callback;
  await put({ pk: callbackRefPartition(sourceId, ref), sk: id, digest });
  await put({
    ...callbackItemKey(sourceId, digest),
    callbackId: id,
    digest,
    ref,
    data,
    uses,
    waiter,
    expiresAtMs,
    ...(isSample ? {} : { openShard: callbackShard(shardOf(id)), dueAtMs: expiresAtMs }),
  });
}

/** Callbacks of one name that are looked at. */
const mostOfRef = 20;

/** Digests of the callbacks that were minted under this name, the newest first, at most 20. */
export async function callbacksOfRef(
  { client, table }: EventTable,
  sourceId: string,
  ref: string,
): Promise<readonly string[]> {
  const query = new QueryCommand({
    TableName: table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': callbackRefPartition(sourceId, ref) }),
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: mostOfRef,
  });
  const { Items = [] } = await calling('DynamoDB', client.send(query));
  return Items.map((item) => String(unmarshall(item)['digest']));
}

function toCallback(item: Readonly<Record<string, unknown>>): OpenCallback {
  const { digest, ref, data, uses, expiresAtMs, waiter } = item;
  return {
    digest: String(digest),
    ref: String(ref),
    ...(typeof data === 'string' && { data }),
    uses: Number(uses),
    expiresAtMs: Number(expiresAtMs),
    ...(waiter !== undefined && { waiter: waiter as NonNullable<OpenCallback['waiter']> }),
  };
}
