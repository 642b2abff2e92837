import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { auditTable, indexShards } from '../model/audit-table.ts';
import { calling } from './clients.ts';
import type { EventTable } from './event-change.ts';

interface DueBefore {
  /** Partition of the index that has this shard of what is looked for. */
  readonly partitionOf: (shard: number) => string;
  readonly beforeMs: number;
  readonly ofShard: number;
}

/**
 * What is due before an instant, through the sparse index of what is open: at most `ofShard` items of each shard, the most overdue first. The index
 * is a moment behind the table.
 * @throws DependencyError when DynamoDB fails.
 */
export function dueItems(
  { client, table }: EventTable,
  { partitionOf, beforeMs, ofShard }: DueBefore,
): Promise<readonly (readonly Readonly<Record<string, unknown>>[])[]> {
  const { open } = auditTable;
  const shards = Array.from({ length: indexShards }, async (_, shard) => {
    const command = new QueryCommand({
      TableName: table,
      IndexName: open.name,
      KeyConditionExpression: '#shard = :shard AND #due < :due',
      ExpressionAttributeNames: { '#shard': open.partitionKey, '#due': open.sortKey },
      ExpressionAttributeValues: marshall({ ':shard': partitionOf(shard), ':due': beforeMs }),
      Limit: ofShard,
    });
    const { Items = [] } = await calling('DynamoDB', client.send(command));
    return Items.map((item) => unmarshall(item));
  });
  return Promise.all(shards);
}
