import { Duration } from 'aws-cdk-lib';

/**
 * Times that depend on each other: the worker's lease outlives its timeout, so that no second worker starts while the first may still run;
 * the queue hides a message for six timeouts, as Lambda asks.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html (2026-11-23)
 */
const workerTimeout = Duration.seconds(60);

export const settings = {
  /** Providers give up after 3 to 10 s; API Gateway after 29 s. */
  ingressTimeout: Duration.seconds(10),
  workerTimeout,
  sweeperTimeout: Duration.seconds(45),
  lease: Duration.seconds(workerTimeout.toSeconds() + 15),
  visibilityTimeout: Duration.seconds(6 * workerTimeout.toSeconds()),
  maxReceiveCount: 5,
  reenqueueAfter: Duration.seconds(60),
  retryAfter: Duration.seconds(10),
  secretReload: Duration.seconds(30),
  sweepEvery: Duration.minutes(1),
  queueRetention: Duration.days(4),
  /** Counts from the first enqueue, so it must exceed the queue's own. */
  deadLetterRetention: Duration.days(14),
} as const;
