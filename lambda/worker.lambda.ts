import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamoDb, sqs } from './aws/clients.ts';
import { readEnvironment, readReceiver } from './aws/environment.ts';
import { eventStore } from './aws/event-store.ts';
import { readQueueMessage } from './aws/queue-message.ts';
import { retryTimer } from './aws/retry-timer.ts';
import { toBatchResponse, toWorkMessage } from './aws/sqs-batch.ts';
import { logAttempt } from './aws/worker-log.ts';
import { systemClock } from './model/time.ts';
import { consume } from './worker/consume.ts';
import { handlerRegistry } from './worker/handler-registry.ts';
import { loadHandlers } from './worker/load-handlers.ts';
import type { Worker } from './worker/ports.ts';

/* Composition root of the worker function: environment → adapters and handlers → consume(). */

const environment = readEnvironment('worker');
const reenqueueAfterSeconds = Number(environment.reenqueueAfterSeconds);

const worker: Promise<Worker> = loadHandlers(readReceiver(environment.receiverFile).handlers).then(
  (modules) => ({
    clock: systemClock,
    handlers: handlerRegistry(modules),
    events: eventStore(dynamoDb(), {
      table: environment.auditTable,
      bodyBucket: environment.bodyBucket,
      leaseSeconds: Number(environment.leaseSeconds),
      reenqueueAfterSeconds,
      clock: systemClock,
    }),
    retries: retryTimer(sqs(), environment.deliveryQueueUrl),
    settings: {
      maxReceiveCount: Number(environment.maxReceiveCount),
      retryAfterSeconds: Number(environment.retryAfterSeconds),
    },
    readMessage: readQueueMessage,
  }),
);

/** Time kept for writing outcomes after the handlers' deadline. */
const settlingMs = 1500;

/** Works off one batch; its messages run side by side and fail one by one. */
export async function handler(batch: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const ready = await worker;
  const deadlineMs = systemClock.nowMs() + context.getRemainingTimeInMillis() - settlingMs;
  const attempts = await Promise.all(
    batch.Records.map(async (record) => {
      const startedAtMs = systemClock.nowMs();
      const attempt = await consume(toWorkMessage(record), ready, deadlineMs);
      logAttempt(attempt, { stage: environment.stage, startedAtMs }, systemClock);
      return attempt;
    }),
  );
  return toBatchResponse(attempts);
}
