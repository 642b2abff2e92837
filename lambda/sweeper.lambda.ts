import type { Context } from 'aws-lambda';
import { monotonicFactory } from 'ulid';
import { dynamoDb, sqs } from './aws/clients.ts';
import { deliverySender } from './aws/delivery-sender.ts';
import { dueCallbacks } from './aws/due-callbacks.ts';
import { readEnvironment, readReceiver } from './aws/environment.ts';
import { expiryRecorder } from './aws/expiry-record.ts';
import { openEvents } from './aws/open-events.ts';
import { queueUrls } from './aws/queue-urls.ts';
import { logSweep } from './aws/sweeper-log.ts';
import { systemClock } from './model/time.ts';
import { type Expiry, expireCallbacks } from './sweeper/expire-callbacks.ts';
import { type Sweeper, sweep } from './sweeper/sweep.ts';

/* Composition root of the sweeper function: environment → adapters → sweep(). */

const environment = readEnvironment('sweeper');
const { sources } = readReceiver(environment.receiverFile);

const table = { client: dynamoDb('working'), table: environment.auditTable };
const reenqueueAfterSeconds = Number(environment.reenqueueAfterSeconds);
const queue = deliverySender(
  sqs('working'),
  queueUrls(environment.deliveryQueueUrl, environment.stage, sources),
);

const sweeper: Sweeper = {
  clock: systemClock,
  open: openEvents(table),
  queue,
  reenqueueAfterSeconds,
};

const expiry: Expiry = {
  clock: systemClock,
  callbacks: dueCallbacks(table, Number(environment.callbackGraceSeconds)),
  queue,
  recordExpiry: expiryRecorder({
    ...table,
    retentionDays: Number(environment.retentionDays),
    reenqueueAfterSeconds,
    sources,
    clock: systemClock,
    newId: monotonicFactory(),
  }),
};

/** Time kept for ending what is under way. */
const endingMs = 5000;

/** One run; the schedule invokes it every minute. Fails, for the alarm, when nothing that was overdue could be enqueued. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const untilMs = systemClock.nowMs() + context.getRemainingTimeInMillis() - endingMs;
  const report = await sweep(sweeper, untilMs);
  const expiries = await expireCallbacks(expiry, untilMs);
  logSweep(report, expiries, { stage: environment.stage, nowMs: systemClock.nowMs() });
  if (report.failed > 0 && report.requeued === 0)
    throw new Error(`none of ${report.failed} overdue events could be enqueued`);
}
