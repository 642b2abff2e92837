import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AuditTrail } from '../ingress/ports.ts';
import type { IdentifiedDelivery } from '../model/delivery.ts';
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
import { type EventTable, eventItemKey, type ItemKey, readEvent } from './event-change.ts';
import { countedDelivery, existing, recordOnce } from './record-once.ts';

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
      const known = fitsRecord(encoded.bytes) ? undefined : await knownEvent(settings, delivery);
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
      if (delivery.callback !== undefined)
        await countedDelivery(settings, keyOf(delivery), delivery.request.deliveryId);
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

/** The event's record where there is one. An answer to a callback is told from another one before it counts. */
const knownEvent = (
  table: EventTable,
  delivery: IdentifiedDelivery,
): Promise<EventItem | undefined> =>
  delivery.callback === undefined
    ? countedDelivery(table, keyOf(delivery), delivery.request.deliveryId)
    : readEvent(table, keyOf(delivery));

const keyOf = ({ source, idempotencyKey }: IdentifiedDelivery): ItemKey =>
  eventItemKey({ sourceId: source.id, idempotencyKey });
