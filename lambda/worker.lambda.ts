import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamoDb, sqs } from './aws/clients.ts';
import { deliverySender } from './aws/delivery-sender.ts';
import { destinationSender } from './aws/destinations/sender.ts';
import { readEnvironment, readReceiver } from './aws/environment.ts';
import { eventStore } from './aws/event-store.ts';
import { messageVisibility } from './aws/message-visibility.ts';
import { readQueueMessage } from './aws/queue-message.ts';
import { queueUrls } from './aws/queue-urls.ts';
import { rateLimiter } from './aws/rate-limit.ts';
import { toBatchResponse, toWorkMessage } from './aws/sqs-batch.ts';
import { logAttempt } from './aws/worker-log.ts';
import { guardedPost } from './http/guarded-post.ts';
import { systemClock, systemTimer } from './model/time.ts';
import { consume } from './worker/consume.ts';
import { handlerRegistry } from './worker/handler-registry.ts';
import { loadHandlers } from './worker/load-handlers.ts';
import type { Worker } from './worker/ports.ts';

/* Composition root of the worker function: environment → adapters and handlers → consume(). */

const environment = readEnvironment('worker');
const leaseSeconds = Number(environment.leaseSeconds);
const receiver = readReceiver(environment.receiverFile);
const queues = queueUrls(environment.deliveryQueueUrl, environment.stage, receiver.sources);

const worker: Promise<Worker> = loadHandlers(receiver.handlers).then((modules) => ({
  clock: systemClock,
  timer: systemTimer,
  handlers: handlerRegistry(modules),
  events: eventStore({
    client: dynamoDb('working'),
    table: environment.auditTable,
    bodyBucket: environment.bodyBucket,
    leaseSeconds,
    reenqueueAfterSeconds: Number(environment.reenqueueAfterSeconds),
    clock: systemClock,
  }),
  destinations: destinationSender({
    stage: environment.stage,
    sources: receiver.sources,
    secretPrefix: environment.secretPrefix,
    clock: systemClock,
    // Briefly: a turn that cannot be counted is given.
    rates: rateLimiter(
      { client: dynamoDb('answering'), table: environment.auditTable },
      systemClock,
    ),
    post: guardedPost(),
  }),
  queue: deliverySender(sqs('working'), queues),
  visibility: messageVisibility(sqs('working'), queues),
  settings: {
    maxAttempts: Number(environment.maxAttempts),
    retryAfterSeconds: Number(environment.retryAfterSeconds),
    leaseSeconds,
  },
  readMessage: readQueueMessage,
}));

/** Time kept for writing outcomes after the handlers' deadline, and for the reply after that. */
const settlingMs = 5000;
const replyingMs = 500;

/** Works off one batch; its messages run side by side and fail one by one. */
export async function handler(batch: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const ready = await worker;
  const endMs = systemClock.nowMs() + context.getRemainingTimeInMillis();
  const deadlines = { handlerMs: endMs - settlingMs, outcomeMs: endMs - replyingMs };
  const attempts = await Promise.all(
    batch.Records.map(async (record) => {
      const startedAtMs = systemClock.nowMs();
      const attempt = await consume(toWorkMessage(record), ready, deadlines);
      logAttempt(attempt, { stage: environment.stage, startedAtMs }, systemClock);
      return attempt;
    }),
  );
  return toBatchResponse(attempts);
}
