import { dynamoDb, sqs } from './aws/clients.ts';
import { deliverySender } from './aws/delivery-sender.ts';
import { readEnvironment } from './aws/environment.ts';
import { logLine } from './aws/log.ts';
import { openEvents } from './aws/open-events.ts';
import { systemClock } from './model/time.ts';
import { type Sweeper, sweep } from './sweeper/sweep.ts';

/* Composition root of the sweeper function: environment → adapters → sweep(). */

const environment = readEnvironment('sweeper');

const sweeper: Sweeper = {
  clock: systemClock,
  open: openEvents(dynamoDb(), environment.auditTable),
  queue: deliverySender(sqs(), environment.deliveryQueueUrl),
  reenqueueAfterSeconds: Number(environment.reenqueueAfterSeconds),
};

/** One run; the schedule invokes it every minute. */
export async function handler(): Promise<void> {
  const { requeued } = await sweep(sweeper);
  logLine(
    {
      dimensions: { stage: environment.stage },
      metrics: { Requeued: requeued },
      fields: { level: requeued > 0 ? 'warn' : 'info', message: 'sweep' },
    },
    systemClock.nowMs(),
  );
}
