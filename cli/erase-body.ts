import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { EventItem } from '../lambda/aws/audit-items.ts';
import {
  changeEvent,
  type EventTable,
  type ItemKey,
  readEvent,
} from '../lambda/aws/event-change.ts';
import { type Clock, toIso } from '../lambda/model/time.ts';

export interface Erasure {
  readonly by: string;
  readonly reason: string;
}

export interface ErasurePorts extends EventTable {
  readonly s3: S3Client;
  readonly bodyBucket: string;
  readonly clock: Clock;
}

export type ErasureResult =
  | 'erased'
  /** Nothing was kept, or it was erased before. */
  | 'nothing-kept'
  /** The event is still to be handled. */
  | 'open'
  | 'missing';

/**
 * Erases the body of a settled record; its digest, its size and everything else stay. The object goes before the record says so: an
 * erasure that is interrupted is carried out again, and never claimed too early.
 */
export async function eraseBody(
  key: ItemKey,
  { by, reason }: Erasure,
  ports: ErasurePorts,
): Promise<ErasureResult> {
  const item = await readEvent(ports, key);
  if (item === undefined) return 'missing';
  if (item.openShard !== undefined) return 'open';
  if (item.bodyEncoding === undefined) return 'nothing-kept';
  for await (const objectKey of objectsOf(item, ports)) await deleteObject(objectKey, ports);
  const at = toIso(ports.clock.nowMs());
  const changed = await changeEvent(ports, 'eraseBody', {
    key,
    values: { ':at': at, ':nothing': [], ':entry': [{ what: 'body-erased', at, by, reason }] },
  });
  return changed === undefined ? 'open' : 'erased';
}

/** The body's object, and those that later deliveries of the event left: a large body is in the bucket before it is known for a duplicate. */
async function* objectsOf(
  { pk, id, bodyKey }: EventItem,
  { client, table }: EventTable,
): AsyncGenerator<string> {
  if (bodyKey === undefined) return;
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': pk }),
      ProjectionExpression: 'id',
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages)
    for (const item of Items) yield bodyKey.replace(id, String(unmarshall(item)['id']));
}

/** Deletes every version of the object: in a versioned bucket a plain delete only hides it. */
async function deleteObject(Key: string, { s3, bodyBucket: Bucket }: ErasurePorts): Promise<void> {
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
  const ids = Versions.filter((version) => version.Key === Key).map(({ VersionId }) => VersionId);
  for (const VersionId of ids.length > 0 ? ids : [undefined])
    await s3.send(new DeleteObjectCommand({ Bucket, Key, ...(VersionId && { VersionId }) }));
}
