import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AuditTrail, EventRecording } from '../ingress/ports.ts';
import type { EventStatus } from '../model/audit-record.ts';
import type { IdentifiedDelivery } from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import { eventTransitions } from '../model/event-transitions.ts';
import { secondsToMs } from '../model/time.ts';
import {
  type AuditItem,
  againItem,
  type EventItem,
  eventItem,
  handshakeItem,
  rejectionItem,
} from './audit-items.ts';
import { encodeBody, fitsRecord } from './body-codec.ts';
import { storeBody } from './body-writer.ts';
import { calling } from './clients.ts';
import {
  changeEvent,
  type EventTable,
  eventItemKey,
  type ItemKey,
  readEvent,
} from './event-change.ts';

interface Settings extends EventTable {
  readonly bodyBucket: string;
  /** Default: the functions' own client. */
  readonly s3?: S3Client;
  readonly retentionDays: number;
  readonly reenqueueAfterSeconds: number;
}

/** The audit trail in DynamoDB, as the ingress writes it: one conditional put on the accepted path. */
export function ingressAuditTrail(settings: Settings): AuditTrail {
  const { client } = settings;
  const put = (item: AuditItem) =>
    new PutItemCommand({ TableName: settings.table, Item: marshall(item) });

  return {
    async recordEvent(delivery) {
      const { deliveryId, receivedAtMs } = delivery.request;
      const encoded = encodeBody(delivery.request.body);
      // A large body is stored before its record: not once more for an event that is there already.
      const known = fitsRecord(encoded.bytes)
        ? undefined
        : await countedDelivery(
            settings,
            eventItemKey({ sourceId: delivery.source.id, idempotencyKey: delivery.idempotencyKey }),
            deliveryId,
          );
      if (known !== undefined) return existing(known);
      const body = await storeBody(encoded, {
        bucket: settings.bodyBucket,
        key: `bodies/${delivery.source.id}/${deliveryId}`,
        ...(settings.s3 && { client: settings.s3 }),
      });
      const item = eventItem(delivery, body, {
        retentionDays: settings.retentionDays,
        dueAtMs: receivedAtMs + secondsToMs(settings.reenqueueAfterSeconds),
      });
      return recordOnce(settings, item, delivery);
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
  const found =
    (await countedDelivery({ client, table }, key, id)) ??
    (await readEvent({ client, table }, key));
  // Gone between two calls: it expired just now. The sender comes again and finds the way free.
  if (found === undefined) throw new DependencyError('DynamoDB', new Error('record expired'));
  // The SDK repeats a put whose answer was lost: then the record it runs into is the one it wrote.
  return found.id === delivery.request.deliveryId ? { kind: 'created' } : existing(found);
}

/** Counts one more delivery of the event and reads its record, in one call; undefined when there is none, or it is this very delivery's. */
const countedDelivery = (
  table: EventTable,
  key: ItemKey,
  deliveryId: string,
): Promise<EventItem | undefined> =>
  changeEvent(table, 'redeliver', { key, values: { ':one': 1, ':id': deliveryId } });

const existing = ({ id, status, bodySha256 }: EventItem): EventRecording => ({
  kind: 'existing',
  recordId: id,
  status: status as EventStatus,
  bodySha256,
});
