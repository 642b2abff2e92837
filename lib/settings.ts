import { Duration } from 'aws-cdk-lib';

/** Longest a worker holds an event without a sign of life; what takes longer renews its claim. */
const longestLease = Duration.seconds(120);

/**
 * Times that follow from the worker's timeout: the lease outlives it, so that no second worker starts while the first may still run;
 * the queue hides a message for six timeouts, as Lambda asks.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html (2026-11-23)
 */
export function workerTimes(timeout: Duration) {
  const lease = Math.min(timeout.toSeconds() + 15, longestLease.toSeconds());
  return {
    timeout,
    lease: Duration.seconds(lease),
    visibility: Duration.seconds(6 * timeout.toSeconds()),
  };
}

export type WorkerTimes = ReturnType<typeof workerTimes>;

export const settings = {
  /** Providers give up after 3 to 10 s; API Gateway after 29 s. */
  ingressTimeout: Duration.seconds(10),
  sweeperTimeout: Duration.seconds(45),
  maxAttempts: 5,
  /** Twice the attempts: a message may also be shown in vain, when the table does not answer or Lambda is out of capacity. */
  maxReceiveCount: 10,
  /** Two writes; a caller that waits for them gives up soon. */
  mintTimeout: Duration.seconds(10),
  deadLettersTimeout: Duration.seconds(30),
  /** Pause before a letter that could not be seen to is looked at again. */
  deadLetterVisibility: Duration.hours(1),
  reenqueueAfter: Duration.seconds(60),
  retryAfter: Duration.seconds(10),
  secretReload: Duration.seconds(30),
  sweepEvery: Duration.minutes(1),
  queueRetention: Duration.days(4),
  /** Counts from the first enqueue, so it must exceed the queue's own. */
  deadLetterRetention: Duration.days(14),
} as const;
