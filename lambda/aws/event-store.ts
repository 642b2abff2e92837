import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { sha256Hex } from '../crypto/hash.ts';
import { eventPartition, eventSortKey } from '../model/audit-table.ts';
import type { EventKey } from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import { type Clock, secondsToMs, toIso } from '../model/time.ts';
import type { DeliveredEvent } from '../worker/handler.ts';
import { NonRetryable } from '../worker/handler.ts';
import type { Claim, ClaimResult, EventStore } from '../worker/ports.ts';
import type { EventItem } from './audit-items.ts';
import type { StoredBody } from './body-codec.ts';
import { loadBody } from './body-reader.ts';
import { calling } from './clients.ts';

interface Settings {
  readonly table: string;
  readonly bodyBucket: string;
  readonly leaseSeconds: number;
  readonly reenqueueAfterSeconds: number;
  readonly clock: Clock;
}

/** Events in the audit table, as the worker claims and settles them. Every settlement names its claim, so that a worker that lost its lease changes nothing. */
export function eventStore(client: DynamoDBClient, settings: Settings): EventStore {
  const { clock } = settings;
  const update = (key: EventKey, change: Omit<Change, 'table'>) =>
    updateEvent(client, { key, table: settings.table, ...change });

  const settle = (claim: Claim, expression: string, values: Record<string, unknown>) =>
    update(claim.key, {
      expression,
      condition: '#status = :processing AND claimToken = :claimToken',
      values: { ':processing': 'processing', ':claimToken': claim.token, ...values },
    }).then((item) => item !== undefined);

  return {
    async claim(key) {
      const token = randomUUID();
      const nowMs = clock.nowMs();
      const claimedUntilMs = nowMs + secondsToMs(settings.leaseSeconds);
      const item = await update(key, {
        expression:
          'SET #status = :processing, claimToken = :token, claimedUntilMs = :until, dueAtMs = :due ADD attempts :one',
        condition:
          '#status = :received OR (#status = :processing AND claimedUntilMs < :now) OR claimToken = :token',
        values: {
          ':processing': 'processing',
          ':received': 'received',
          ':token': token,
          ':until': claimedUntilMs,
          ':due': claimedUntilMs + secondsToMs(settings.reenqueueAfterSeconds),
          ':now': nowMs,
          ':one': 1,
        },
      });
      return item === undefined
        ? unclaimed(client, settings.table, key)
        : {
            kind: 'claimed',
            claim: await toClaim(item, { key, token, bucket: settings.bodyBucket }),
          };
    },

    complete: (claim, outcome) =>
      settle(
        claim,
        'SET #status = :done, outcome = :outcome, settledAt = :at REMOVE openShard, dueAtMs, claimToken, claimedUntilMs',
        { ':done': 'done', ':outcome': outcome, ':at': toIso(clock.nowMs()) },
      ),

    fail: (claim, error) =>
      settle(
        claim,
        'SET #status = :failed, outcome = :outcome, lastError = :error, settledAt = :at REMOVE openShard, dueAtMs, claimToken, claimedUntilMs',
        {
          ':failed': 'failed',
          ':outcome': 'dead-letter',
          ':error': error,
          ':at': toIso(clock.nowMs()),
        },
      ),

    release: (claim, error, retryInSeconds) =>
      settle(
        claim,
        'SET #status = :received, lastError = :error, dueAtMs = :due REMOVE claimToken, claimedUntilMs',
        {
          ':received': 'received',
          ':error': error,
          ':due': clock.nowMs() + secondsToMs(retryInSeconds + settings.reenqueueAfterSeconds),
        },
      ),
  };
}

interface Change {
  readonly table: string;
  readonly expression: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The event after the change, or undefined when the condition did not hold. */
async function updateEvent(
  client: DynamoDBClient,
  { key, table, expression, condition, values }: Change & { readonly key: EventKey },
): Promise<EventItem | undefined> {
  const command = new UpdateItemCommand({
    TableName: table,
    Key: marshall({ pk: eventPartition(key), sk: eventSortKey }),
    UpdateExpression: expression,
    ConditionExpression: condition,
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: marshall(values),
    ReturnValues: 'ALL_NEW',
  });
  try {
    const { Attributes = {} } = await client.send(command);
    return unmarshall(Attributes) as EventItem;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw new DependencyError('DynamoDB', error);
  }
}

async function unclaimed(
  client: DynamoDBClient,
  table: string,
  key: EventKey,
): Promise<Exclude<ClaimResult, { kind: 'claimed' }>> {
  const read = new GetItemCommand({
    TableName: table,
    Key: marshall({ pk: eventPartition(key), sk: eventSortKey }),
    ConsistentRead: true,
  });
  const { Item } = await calling('DynamoDB', client.send(read));
  if (Item === undefined) return { kind: 'missing' };
  const { status } = unmarshall(Item) as EventItem;
  return { kind: status === 'done' || status === 'failed' ? 'settled' : 'held' };
}

async function toClaim(
  item: EventItem,
  {
    key,
    token,
    bucket,
  }: { readonly key: EventKey; readonly token: string; readonly bucket: string },
): Promise<Claim> {
  const body = await loadBody(item as StoredBody, bucket);
  if (sha256Hex(body) !== item.bodySha256) {
    throw new DependencyError('body store', new Error('the stored body has another digest'));
  }
  return { key, token, attempt: item.attempts, event: deliveredEvent(item, body) };
}

function deliveredEvent(item: EventItem, body: Uint8Array): DeliveredEvent {
  const text = () => Buffer.from(body).toString('utf8');
  return {
    source: item.source,
    provider: item.provider,
    ...(item.eventId === undefined ? {} : { eventId: item.eventId }),
    ...(item.eventType === undefined ? {} : { eventType: item.eventType }),
    idempotencyKey: item.idempotencyKey,
    recordId: item.id,
    receivedAt: item.receivedAt,
    strength: item.strength ?? 'address',
    headers: item.headers,
    query: item.query,
    body,
    text,
    json() {
      try {
        return JSON.parse(text());
      } catch (cause) {
        throw new NonRetryable('the body is not JSON', { cause });
      }
    },
  };
}
