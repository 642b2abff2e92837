import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { type ReplayResult, replayEvent } from '../../cli/replay-event.ts';
import { callbackStore } from '../../lambda/aws/callback-store.ts';
import { deliverySender } from '../../lambda/aws/delivery-sender.ts';
import { dueCallbacks } from '../../lambda/aws/due-callbacks.ts';
import type { ItemKey } from '../../lambda/aws/event-change.ts';
import { eventStore } from '../../lambda/aws/event-store.ts';
import { expiryRecorder } from '../../lambda/aws/expiry-record.ts';
import { givenUpEvents } from '../../lambda/aws/given-up-events.ts';
import { ingressAuditTrail } from '../../lambda/aws/ingress-audit-trail.ts';
import { messageVisibility } from '../../lambda/aws/message-visibility.ts';
import { openEvents } from '../../lambda/aws/open-events.ts';
import { readQueueMessage } from '../../lambda/aws/queue-message.ts';
import type { QueueUrls } from '../../lambda/aws/queue-urls.ts';
import { type Burial, giveUp } from '../../lambda/dead-letters/give-up.ts';
import type { Ingress } from '../../lambda/ingress/ports.ts';
import { type Receipt, receive } from '../../lambda/ingress/receive.ts';
import type { Clock } from '../../lambda/model/time.ts';
import { expireCallbacks } from '../../lambda/sweeper/expire-callbacks.ts';
import { sweep } from '../../lambda/sweeper/sweep.ts';
import { type Attempt, consume } from '../../lambda/worker/consume.ts';
import type { Handler } from '../../lambda/worker/handler.ts';
import type { HandlerRegistry } from '../../lambda/worker/handler-registry.ts';
import type { Destinations } from '../../lambda/worker/ports.ts';
import type { ModelQueue } from './model-queue.ts';
import type { ModelTable } from './model-table.ts';
import type { Process } from './process.ts';
import { requestOf, secrets, sources } from './receiver.ts';
import type { Scenario, Sending } from './scenario.ts';

/* The product's own code, as the functions and the command line put it together, over services in memory. */

/** Times of the deployed stack, in seconds. */
export const times = {
  worker: 60,
  sweeper: 45,
  operator: 600,
  lease: 75,
  visibility: 360,
  reenqueueAfter: 60,
  retryAfter: 10,
} as const;

export interface Services {
  readonly table: ModelTable;
  readonly queue: ModelQueue;
  readonly clock: Clock;
}

const queues: QueueUrls = { of: () => 'queue', ofArn: () => 'queue' };
const tableOf = (process: Process, { table }: Services) => ({
  client: process.client<DynamoDBClient>(table),
  table: 'audit',
});
const senderOf = (process: Process, { queue }: Services) =>
  deliverySender(process.client<SQSClient>(queue), queues);

/** The ingress over one request. */
export function ingressRun(
  process: Process,
  services: Services,
  {
    sending,
    id,
    retentionDays,
  }: { readonly sending: Sending; readonly id: string; readonly retentionDays: number },
): Promise<Receipt> {
  const ingress: Ingress = {
    sources: new Map(sources.map((source) => [source.id, source])),
    clock: services.clock,
    newId: () => id,
    secrets: {
      load: async () => ({ kind: 'found', secrets }),
      reloadAfterMismatch: async () => undefined,
      storeFirst: async () => false,
    },
    publishedKeys: { load: async () => [], reloadAfterMismatch: async () => undefined },
    callOut: async () => {},
    callbacks: callbackStore(tableOf(process, services)),
    rates: { take: async () => true },
    audit: ingressAuditTrail({
      ...tableOf(process, services),
      bodyBucket: 'bodies',
      retentionDays,
      reenqueueAfterSeconds: times.reenqueueAfter,
    }),
    queue: senderOf(process, services),
  };
  return receive(requestOf(sending), ingress);
}

export const handlerDeadline = ({ endsAtMs }: Process): number => endsAtMs - 5000;

/** The worker over one batch. */
export function workerRun(
  process: Process,
  services: Services,
  {
    messages,
    handler,
    destinations,
    maxAttempts,
  }: {
    readonly messages: readonly { id: string; text: string }[];
    /** Undefined where none takes the events. */
    readonly handler: Handler | undefined;
    readonly destinations: Destinations;
    readonly maxAttempts: number;
  },
): Promise<readonly Attempt[]> {
  const handlers: HandlerRegistry = { sources: new Set(), find: () => handler };
  const worker = {
    clock: services.clock,
    timer: process,
    handlers,
    events: eventStore({
      ...tableOf(process, services),
      bodyBucket: 'bodies',
      leaseSeconds: times.lease,
      reenqueueAfterSeconds: times.reenqueueAfter,
      clock: services.clock,
    }),
    destinations,
    queue: senderOf(process, services),
    visibility: messageVisibility(process.client<SQSClient>(services.queue), queues),
    settings: {
      maxAttempts,
      retryAfterSeconds: times.retryAfter,
      leaseSeconds: times.lease,
    },
    readMessage: readQueueMessage,
  };
  const deadlines = {
    handlerMs: handlerDeadline(process),
    outcomeMs: process.endsAtMs - 500,
  };
  return Promise.all(
    messages.map(({ id, text }) =>
      consume({ messageId: id, receiptHandle: id, text, queueArn: 'queue' }, worker, deadlines),
    ),
  );
}

/** The dead-letter function over one message. */
export function deadLetterRun(
  process: Process,
  services: Services,
  message: { readonly id: string; readonly text: string },
  maxAttempts: number,
): Promise<Burial> {
  return giveUp(
    { messageId: message.id, text: message.text },
    {
      maxAttempts,
      readMessage: readQueueMessage,
      events: givenUpEvents(tableOf(process, services), services.clock),
    },
  );
}

/** The sweeper: overdue events, then callbacks whose time has run out. */
export async function sweeperRun(
  process: Process,
  services: Services,
  { retentionDays }: Scenario,
): Promise<void> {
  const untilMs = process.endsAtMs - 5000;
  const { clock } = services;
  const table = tableOf(process, services);
  const queue = senderOf(process, services);
  const reenqueueAfterSeconds = times.reenqueueAfter;
  await sweep({ clock, open: openEvents(table), queue, reenqueueAfterSeconds }, untilMs);
  let ids = 0;
  const recordExpiry = expiryRecorder({
    ...table,
    retentionDays,
    reenqueueAfterSeconds,
    sources,
    clock,
    newId: () => `01EXPIRY ${process.name} ${ids++}`,
  });
  await expireCallbacks({ clock, callbacks: dueCallbacks(table), queue, recordExpiry }, untilMs);
}

export function replayRun(
  process: Process,
  services: Services,
  order: { readonly key: ItemKey; readonly replayId: string },
): Promise<ReplayResult> {
  const { key, replayId } = order;
  return replayEvent(
    key,
    { replayId, by: 'operator', reason: 'model' },
    {
      ...tableOf(process, services),
      queue: senderOf(process, services),
      clock: services.clock,
    },
  );
}
