import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import type { Target } from '../../cli/target.ts';
import { rejectionItem } from '../../lambda/aws/audit-items.ts';
import { reject } from '../../lambda/model/delivery.ts';

/** Puts so many rejected requests of the target's first source into its table, and returns their ids in order. */
export async function seedRejections(target: Target, count: number): Promise<readonly string[]> {
  const [source] = target.sources;
  if (source === undefined) throw new Error('the target has no source');
  const items = Array.from({ length: count }, (_, number) => {
    const receivedAtMs = Date.now() - 60_000 - count + number;
    const request = {
      stage: 'normalized',
      deliveryId: ulid(receivedAtMs),
      receivedAtMs,
      routeSourceId: source.id,
      method: 'POST',
      headers: new Map(),
      query: new Map(),
      sourceIp: '192.0.2.1',
      body: new Uint8Array(),
    } as const;
    const rejected = reject({ request, source, checks: [] }, 'signature-missing', 'signature');
    return rejectionItem({ ...rejected, source }, { retentionDays: 90 });
  });
  for (let at = 0; at < items.length; at += 25) {
    const puts = items.slice(at, at + 25).map((item) => ({ PutRequest: { Item: marshall(item) } }));
    await target.dynamoDb.send(
      new BatchWriteItemCommand({ RequestItems: { [target.auditTable]: puts } }),
    );
  }
  return items.map(({ id }) => id).sort();
}
