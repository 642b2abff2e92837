import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import {
  auditTable,
  eventPartition,
  eventSortKey,
  indexShards,
  openShard,
  parseEventPartition,
} from '../model/audit-table.ts';
import { DependencyError } from '../model/errors.ts';
import type { OpenEvents, OverdueEvent } from '../sweeper/sweep.ts';
import { calling } from './clients.ts';

/** Open events through the sparse index. */
export function openEvents(client: DynamoDBClient, table: string): OpenEvents {
  return {
    async overdue(nowMs, limit) {
      const shards = await Promise.all(
        Array.from({ length: indexShards }, (_, shard) =>
          queryShard(client, { table, shard, nowMs, limit: Math.ceil(limit / indexShards) }),
        ),
      );
      return shards.flat().sort((a, b) => a.dueAtMs - b.dueAtMs);
    },

    async postpone({ key, dueAtMs }, nextDueAtMs) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: marshall({ pk: eventPartition(key), sk: eventSortKey }),
        UpdateExpression: 'SET dueAtMs = :next ADD sweeps :one',
        ConditionExpression: 'dueAtMs = :due AND attribute_exists(openShard)',
        ExpressionAttributeValues: marshall({ ':next': nextDueAtMs, ':due': dueAtMs, ':one': 1 }),
      });
      try {
        await client.send(command);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw new DependencyError('DynamoDB', error);
      }
    },
  };
}

async function queryShard(
  client: DynamoDBClient,
  query: {
    readonly table: string;
    readonly shard: number;
    readonly nowMs: number;
    readonly limit: number;
  },
): Promise<readonly OverdueEvent[]> {
  const { open } = auditTable;
  const command = new QueryCommand({
    TableName: query.table,
    IndexName: open.name,
    KeyConditionExpression: '#shard = :shard AND #due < :now',
    ExpressionAttributeNames: { '#shard': open.partitionKey, '#due': open.sortKey },
    ExpressionAttributeValues: marshall({ ':shard': openShard(query.shard), ':now': query.nowMs }),
    Limit: query.limit,
  });
  const { Items = [] } = await calling('DynamoDB', client.send(command));
  return Items.map((raw) => {
    const item = unmarshall(raw);
    return {
      key: parseEventPartition(String(item['pk'])),
      strength: item['strength'],
      dueAtMs: Number(item[open.sortKey]),
      sweeps: Number(item['sweeps']),
    };
  });
}
