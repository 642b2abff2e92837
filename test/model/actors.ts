import { createHmac } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { type ReplayResult, replayEvent } from '../../cli/replay-event.ts';
import { deliverySender } from '../../lambda/aws/delivery-sender.ts';
import { eventStore } from '../../lambda/aws/event-store.ts';
import { givenUpEvents } from '../../lambda/aws/given-up-events.ts';
import { ingressAuditTrail } from '../../lambda/aws/ingress-audit-trail.ts';
import { messageVisibility } from '../../lambda/aws/message-visibility.ts';
import { openEvents } from '../../lambda/aws/open-events.ts';
import { readQueueMessage } from '../../lambda/aws/queue-message.ts';
import type { QueueUrls } from '../../lambda/aws/queue-urls.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import { secretKey } from '../../lambda/crypto/secret-key.ts';
import { type Burial, giveUp } from '../../lambda/dead-letters/give-up.ts';
import type { Ingress } from '../../lambda/ingress/ports.ts';
import { type Receipt, receive } from '../../lambda/ingress/receive.ts';
import type { Clock } from '../../lambda/model/time.ts';
import { type SweepReport, sweep } from '../../lambda/sweeper/sweep.ts';
import { type Attempt, consume } from '../../lambda/worker/consume.ts';
import type { Handler } from '../../lambda/worker/handler.ts';
import type { HandlerRegistry } from '../../lambda/worker/handler-registry.ts';
import { rawRequest } from '../support/requests.ts';
import type { ModelQueue } from './model-queue.ts';
import type { ModelTable } from './model-table.ts';
import type { Process } from './process.ts';
import type { Sending } from './scenario.ts';

/* The product's own code, as the functions and the command line put it together, over services in memory. */

/** Times of the deployed stack, in seconds. */
export const times = {
  ingress: 10,
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

const secret = 'model-signing-secret';
const sources = readConfig(
  {
    sources: {
      model: {
        signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-signature', encoding: 'hex' },
        eventId: { json: 'id' },
      },
    },
  },
  new Map(),
);
const signing = secretKey(secret, 'utf8');
const secrets = [
  { label: 'current', versionId: 'v1', ...(signing === undefined ? {} : { signing }) },
] as const;

const queues: QueueUrls = { ofSource: () => 'queue', ofArn: () => 'queue' };
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
  { event, isConflict, isForged, id }: Sending & { readonly id: string },
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
    audit: ingressAuditTrail({
      ...tableOf(process, services),
      bodyBucket: 'bodies',
      retentionDays: 90,
      reenqueueAfterSeconds: times.reenqueueAfter,
    }),
    queue: senderOf(process, services),
  };
  const body = JSON.stringify({ id: event, ...(isConflict && { changed: true }) });
  const key = isForged ? 'another key' : secret;
  const signature = createHmac('sha256', key).update(body).digest('hex');
  const headers = { 'x-signature': signature };
  return receive(rawRequest({ source: 'model', body, headers }), ingress);
}

export const handlerDeadline = ({ endsAtMs }: Process): number => endsAtMs - 5000;

/** The worker over one batch. */
export function workerRun(
  process: Process,
  services: Services,
  {
    messages,
    handler,
    maxAttempts,
  }: {
    readonly messages: readonly { id: string; text: string }[];
    readonly handler: Handler;
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

export function sweeperRun(process: Process, services: Services): Promise<SweepReport> {
  const sweeper = {
    clock: services.clock,
    open: openEvents(tableOf(process, services)),
    queue: senderOf(process, services),
    reenqueueAfterSeconds: times.reenqueueAfter,
  };
  return sweep(sweeper, process.endsAtMs - 5000);
}

export function replayRun(
  process: Process,
  services: Services,
  order: { readonly pk: string; readonly replayId: string },
): Promise<ReplayResult> {
  const { pk, replayId } = order;
  return replayEvent(
    { pk, sk: 'event' },
    { replayId, by: 'operator', reason: 'model' },
    {
      ...tableOf(process, services),
      queue: senderOf(process, services),
      clock: services.clock,
    },
  );
}
