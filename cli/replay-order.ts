import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { EventTable } from '../lambda/aws/event-change.ts';
import type { RecordStatus } from '../lambda/model/audit-record.ts';
import { operationSortKey, replayPartition } from '../lambda/model/audit-table.ts';

/** Which records are to be replayed: these, or all that match. */
export type Selection =
  | { readonly ids: readonly string[] }
  | {
      readonly sources: readonly string[];
      readonly status?: RecordStatus;
      readonly eventType?: string;
      readonly sinceId?: string;
      /** Fixed when the order is given: what arrives later is not part of it. */
      readonly untilId: string;
    };

/** An operator's order as it is kept in the audit table: what, who, why, and how far it has come. */
export interface StoredOrder {
  readonly replayId: string;
  readonly selection: Selection;
  readonly by: string;
  readonly reason: string;
  readonly startedAt: string;
  /** Every record up to this id has been seen to. */
  readonly doneUpToId?: string;
  readonly replayed: number;
  readonly refused: number;
  readonly finishedAt?: string;
}

const keyOf = (replayId: string) => ({ pk: replayPartition(replayId), sk: operationSortKey });

/** Keeps the order as it is now. It has no expiry: who did what outlives the events. */
export async function saveOrder({ client, table }: EventTable, order: StoredOrder): Promise<void> {
  const item = marshall({ ...keyOf(order.replayId), ...order }, { removeUndefinedValues: true });
  await client.send(new PutItemCommand({ TableName: table, Item: item }));
}

/** The order of this id, or undefined. */
export async function loadOrder(
  { client, table }: EventTable,
  replayId: string,
): Promise<StoredOrder | undefined> {
  const Key = marshall(keyOf(replayId));
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key, ConsistentRead: true }),
  );
  return Item && (unmarshall(Item) as StoredOrder);
}
