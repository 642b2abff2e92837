import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { EventStatus } from '../model/audit-record.ts';
import { eventItemSortKey, eventPartition } from '../model/audit-table.ts';
import type { EventKey } from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import { type EventChange, eventTransitions } from '../model/event-transitions.ts';
import type { EventItem } from './audit-items.ts';
import { calling } from './clients.ts';

/** The one table of events and the client that reaches it. */
export interface EventTable {
  readonly client: DynamoDBClient;
  readonly table: string;
}

export type ItemKey = Readonly<{ pk: string; sk: string }>;

export const eventItemKey = (key: EventKey): ItemKey => ({
  pk: eventPartition(key),
  sk: eventItemSortKey(key),
});

const statuses = [
  'received',
  'processing',
  'done',
  'failed',
] as const satisfies readonly EventStatus[];

/**
 * Makes one transition of the table in `model/event-transitions.ts`; `values` are what its expressions leave open.
 * Returns the record afterwards, or undefined when the condition did not hold.
 * @throws DependencyError when DynamoDB fails.
 */
export async function changeEvent(
  { client, table }: EventTable,
  name: EventChange,
  { key, values }: { readonly key: ItemKey; readonly values: Readonly<Record<string, unknown>> },
): Promise<EventItem | undefined> {
  const { condition, update } = eventTransitions[name];
  const text = `${condition} ${update}`;
  const named = statuses.filter((status) => text.includes(`:${status}`));
  const command = new UpdateItemCommand({
    TableName: table,
    Key: marshall(key),
    UpdateExpression: update,
    ConditionExpression: condition,
    ...(text.includes('#status') ? { ExpressionAttributeNames: { '#status': 'status' } } : {}),
    ExpressionAttributeValues: marshall({
      ...Object.fromEntries(named.map((status) => [`:${status}`, status])),
      ...values,
    }),
    ReturnValues: 'ALL_NEW',
  });
  try {
    const { Attributes = {} } = await client.send(command);
    return unmarshall(Attributes) as EventItem;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw new DependencyError('DynamoDB', error);
  }
}

/** The record as it is now, or undefined when there is none. */
export async function readEvent(
  { client, table }: EventTable,
  key: ItemKey,
): Promise<EventItem | undefined> {
  const read = new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true });
  const { Item } = await calling('DynamoDB', client.send(read));
  return Item && (unmarshall(Item) as EventItem);
}
