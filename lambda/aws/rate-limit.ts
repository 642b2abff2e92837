import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { rateItemKey } from '../model/audit-table.ts';
import { DependencyError } from '../model/errors.ts';
import { type Clock, secondsToMs } from '../model/time.ts';
import { BoundedMap } from './bounded-map.ts';
import type { EventTable } from './event-change.ts';

/** Names whose window is known to be full. */
const mostFull = 1000;
/** How long a counter is kept behind its window: clocks differ, and DynamoDB deletes when it gets to it. */
const keptSeconds = 3600;

/**
 * Counts in the audit table, for all instances together: one item for each name and window. Windows begin at multiples of their length, so two
 * that follow each other let twice as many through at their border. An instance that met a full window asks no more while it lasts.
 * `take` throws `DependencyError` when DynamoDB fails.
 */
export function rateLimiter({ client, table }: EventTable, clock: Clock) {
  const full = new BoundedMap<string, number>(mostFull);
  return {
    async take(
      name: string,
      most: number,
      { seconds }: { readonly seconds: number } = { seconds: 1 },
    ): Promise<boolean> {
      const startMs = startOfWindow(clock.nowMs(), secondsToMs(seconds));
      if (full.get(name) === startMs) return false;
      const endSeconds = Math.ceil(startMs / 1000 + seconds);
      const isCounted = await counted(
        { client, table },
        { key: rateItemKey(name, startMs), most, expiresAt: endSeconds + keptSeconds },
      );
      if (!isCounted) full.set(name, startMs);
      return isCounted;
    },
  };
}

const startOfWindow = (nowMs: number, lengthMs: number): number =>
  Math.floor(Math.floor(nowMs / lengthMs) * lengthMs);

async function counted(
  { client, table }: EventTable,
  counter: {
    readonly key: ReturnType<typeof rateItemKey>;
    readonly most: number;
    readonly expiresAt: number;
  },
): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName: table,
    Key: marshall(counter.key),
    UpdateExpression: 'SET expiresAt = :end ADD taken :one',
    ConditionExpression: 'attribute_not_exists(taken) OR taken < :most',
    ExpressionAttributeValues: marshall({
      ':one': 1,
      ':most': counter.most,
      ':end': counter.expiresAt,
    }),
  });
  try {
    await client.send(command);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw new DependencyError('DynamoDB', error);
  }
}
