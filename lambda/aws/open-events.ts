import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { auditTable, indexShards, openShard, parseEventPartition } from '../model/audit-table.ts';
import type { OpenEvents, OverdueEvent } from '../sweeper/sweep.ts';
import { calling } from './clients.ts';
import { changeEvent, type EventTable, eventItemKey } from './event-change.ts';

/** Open events through the sparse index. */
export function openEvents(table: EventTable): OpenEvents {
  return {
    async overdue(nowMs, limit) {
      const ofShard = Math.ceil(limit / indexShards);
      const shards = await Promise.all(
        Array.from({ length: indexShards }, (_, shard) =>
          queryShard(table, { shard, nowMs, limit: ofShard }),
        ),
      );
      return {
        events: shards.flat().sort((a, b) => a.dueAtMs - b.dueAtMs),
        isAll: shards.every(({ length }) => length < ofShard),
      };
    },

    async postpone({ key, dueAtMs }, nextDueAtMs) {
      const item = await changeEvent(table, 'postpone', {
        key: eventItemKey(key),
        values: { ':next': nextDueAtMs, ':due': dueAtMs, ':one': 1 },
      });
      return item !== undefined;
    },
  };
}

async function queryShard(
  { client, table }: EventTable,
  query: { readonly shard: number; readonly nowMs: number; readonly limit: number },
): Promise<readonly OverdueEvent[]> {
  const { open } = auditTable;
  const command = new QueryCommand({
    TableName: table,
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
      ...(item['orderGroup'] === undefined ? {} : { orderGroup: String(item['orderGroup']) }),
      dueAtMs: Number(item[open.sortKey]),
      sweeps: Number(item['sweeps']),
    };
  });
}
