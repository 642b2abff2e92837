import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { EventRecording } from '../ingress/ports.ts';
import type { EventStatus } from '../model/audit-record.ts';
import type { IdentifiedDelivery } from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import { eventTransitions } from '../model/event-transitions.ts';
import type { EventItem } from './audit-items.ts';
import { changeEvent, type EventTable, type ItemKey, readEvent } from './event-change.ts';

/**
 * Writes the event's record unless it exists: the duplicate guard.
 * @throws DependencyError when DynamoDB fails.
 */
export async function recordOnce(
  { client, table }: EventTable,
  item: EventItem,
  delivery: IdentifiedDelivery,
): Promise<EventRecording> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: marshall(item),
        ConditionExpression: eventTransitions.record.condition,
      }),
    );
    return { kind: 'created' };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException))
      throw new DependencyError('DynamoDB', error);
  }
  const { pk, sk, id } = item;
  const key = { pk, sk };
  const counted =
    delivery.callback === undefined ? await countedDelivery({ client, table }, key, id) : undefined;
  const found = counted ?? (await readEvent({ client, table }, key));
  // Gone between two calls: it expired just now. The sender comes again and finds the way free.
  if (found === undefined) throw new DependencyError('DynamoDB', new Error('record expired'));
  // The SDK repeats a put whose answer was lost: then the record it runs into is the one it wrote.
  return found.id === delivery.request.deliveryId ? { kind: 'created' } : existing(found);
}

/** Counts one more delivery of the event and reads its record, in one call; undefined when there is none, or it is this very delivery's. */
export const countedDelivery = (
  table: EventTable,
  key: ItemKey,
  deliveryId: string,
): Promise<EventItem | undefined> =>
  changeEvent(table, 'redeliver', { key, values: { ':one': 1, ':id': deliveryId } });

/** What the guard says of an event that is there. */
export const existing = ({
  id,
  status,
  bodySha256,
  contentSha256,
  eventType,
}: EventItem): EventRecording => ({
  kind: 'existing',
  recordId: id,
  status: status as EventStatus,
  bodySha256,
  ...(contentSha256 && { contentSha256 }),
  ...(eventType && { eventType }),
});
