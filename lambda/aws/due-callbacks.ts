import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { callbackShard, indexShards, sourceOfPartition } from '../model/audit-table.ts';
import { callbackGraceSeconds } from '../model/callback.ts';
import { secondsToMs } from '../model/time.ts';
import type { DueCallback, DueCallbacks } from '../sweeper/expire-callbacks.ts';
import { readCallback } from './callback-store.ts';
import { calling } from './clients.ts';
import type { EventTable } from './event-change.ts';
import { dueItems } from './open-index.ts';

/** Callbacks whose time ran out `graceSeconds` ago or longer, through the sparse index of what is due. */
export function dueCallbacks(table: EventTable, graceSeconds = callbackGraceSeconds): DueCallbacks {
  return {
    async due(nowMs, limit) {
      const beforeMs = nowMs - secondsToMs(graceSeconds);
      const ofShard = Math.ceil(limit / indexShards);
      const found = await dueItems(table, { partitionOf: callbackShard, beforeMs, ofShard });
      return found.flat().map(toDue);
    },

    find: ({ sourceId, digest }) => readCallback(table, sourceId, digest),

    async close({ pk, sk }) {
      const { client, table: name } = table;
      const command = new UpdateItemCommand({
        TableName: name,
        Key: marshall({ pk, sk }),
        UpdateExpression: 'REMOVE openShard, dueAtMs',
        ConditionExpression: 'attribute_exists(openShard)',
      });
      await calling(
        'DynamoDB',
        client.send(command).catch((error: unknown) => {
          // Somebody else closed it.
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
        }),
      );
    },
  };
}

function toDue(item: Readonly<Record<string, unknown>>): DueCallback {
  const [pk, sk] = [String(item['pk']), String(item['sk'])];
  return { pk, sk, sourceId: sourceOfPartition(pk), digest: pk.split('#').at(-1) ?? '' };
}
