import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AuditTrail, EventRecording } from '../ingress/ports.ts';
import type { EventStatus } from '../model/audit-record.ts';
import type { IdentifiedDelivery } from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import { secondsToMs } from '../model/time.ts';
import {
  type AuditItem,
  againItem,
  type EventItem,
  eventItem,
  handshakeItem,
  rejectionItem,
} from './audit-items.ts';
import { storeBody } from './body-writer.ts';
import { calling } from './clients.ts';

interface Settings {
  readonly table: string;
  readonly bodyBucket: string;
  readonly retentionDays: number;
  readonly reenqueueAfterSeconds: number;
}

/** The audit trail in DynamoDB, as the ingress writes it: one conditional put on the accepted path. */
export function ingressAuditTrail(client: DynamoDBClient, settings: Settings): AuditTrail {
  const put = (item: AuditItem) =>
    new PutItemCommand({ TableName: settings.table, Item: marshall(item) });

  return {
    async recordEvent(delivery) {
      const { deliveryId, receivedAtMs } = delivery.request;
      const body = await storeBody(delivery.request.body, {
        bucket: settings.bodyBucket,
        key: `bodies/${delivery.source.id}/${deliveryId}`,
      });
      const item = eventItem(delivery, body, {
        retentionDays: settings.retentionDays,
        dueAtMs: receivedAtMs + secondsToMs(settings.reenqueueAfterSeconds),
      });
      return recordOnce(client, settings.table, item, delivery);
    },

    async recordAgain(delivery, status, eventRecordId) {
      const item = againItem(delivery, { status, eventRecordId }, settings);
      await calling('DynamoDB', client.send(put(item)));
    },

    async recordHandshake(answered) {
      await calling('DynamoDB', client.send(put(handshakeItem(answered, settings))));
    },

    async recordRejection(rejected) {
      if (rejected.source === undefined) return;
      const item = rejectionItem({ ...rejected, source: rejected.source }, settings);
      await calling('DynamoDB', client.send(put(item)));
    },
  };
}

async function recordOnce(
  client: DynamoDBClient,
  table: string,
  item: EventItem,
  delivery: IdentifiedDelivery,
): Promise<EventRecording> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: marshall(item),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return { kind: 'created' };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException))
      throw new DependencyError('DynamoDB', error);
  }
  const existing = await countDelivery(client, table, item);
  // The SDK repeats a put whose answer was lost: then the record it runs into is the one it wrote.
  if (existing['id'] === delivery.request.deliveryId) return { kind: 'created' };
  return {
    kind: 'existing',
    recordId: String(existing['id']),
    status: existing['status'] as EventStatus,
    bodySha256: String(existing['bodySha256']),
  };
}

/** Counts one more delivery of the event and reads its record, in one call. */
async function countDelivery(
  client: DynamoDBClient,
  table: string,
  { pk, sk, id }: EventItem,
): Promise<Record<string, unknown>> {
  const Key = marshall({ pk, sk });
  try {
    const updated = await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key,
        UpdateExpression: 'ADD deliveries :one',
        ConditionExpression: 'attribute_exists(pk) AND id <> :id',
        ExpressionAttributeValues: marshall({ ':one': 1, ':id': id }),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return unmarshall(updated.Attributes ?? {});
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException))
      throw new DependencyError('DynamoDB', error);
  }
  const read = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
  const { Item } = await calling('DynamoDB', client.send(read));
  // Gone between two calls: it expired just now. The sender comes again and finds the way free.
  if (Item === undefined) throw new DependencyError('DynamoDB', new Error('record expired'));
  return unmarshall(Item);
}
