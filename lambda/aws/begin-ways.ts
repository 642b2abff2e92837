import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { parseEventItemKey } from '../model/audit-table.ts';
import type { QueuedEvent } from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import { eventTransitions } from '../model/event-transitions.ts';
import { type Clock, secondsToMs } from '../model/time.ts';
import type { Claim } from '../worker/ports.ts';
import { forwardItem } from './audit-items.ts';
import { type EventTable, eventItemKey, readEvent } from './event-change.ts';

interface Settings extends EventTable {
  readonly reenqueueAfterSeconds: number;
  readonly clock: Clock;
}

/**
 * Writes the record of the event's way to each destination, unless it is there. Returns those that this call wrote: one that is there is on its
 * way, or overdue and the sweeper's.
 * @throws DependencyError when DynamoDB fails.
 */
export async function beginWays(
  settings: Settings,
  claim: Claim,
  destinations: readonly string[],
): Promise<readonly QueuedEvent[]> {
  const event = await readEvent(settings, eventItemKey(claim.key));
  if (event === undefined) return [];
  const dueAtMs = settings.clock.nowMs() + secondsToMs(settings.reenqueueAfterSeconds);
  const begun = await Promise.all(
    destinations.map(async (destination) => {
      const item = forwardItem(event, destination, { dueAtMs });
      const isNew = await putOnce(settings, item, event.id);
      const key = parseEventItemKey(item.pk, item.sk);
      return isNew ? [{ key, strength: claim.strength }] : [];
    }),
  );
  return begun.flat();
}

async function putOnce(
  { client, table }: EventTable,
  item: object,
  eventRecordId: string,
): Promise<boolean> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: marshall(item, { removeUndefinedValues: true }),
        ConditionExpression: eventTransitions.forward.condition,
        ExpressionAttributeValues: marshall({ ':event': eventRecordId }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw new DependencyError('DynamoDB', error);
  }
}
