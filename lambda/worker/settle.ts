import type { Outcome } from './outcome.ts';
import type { Claim, Worker, WorkMessage } from './ports.ts';

/** What the queue is told of a message: it is dealt with, or it must be shown again. */
export type Acknowledgement = 'ack' | 'retry';

/** Writes the outcome to the event's record and says what becomes of the message. */
export async function settle(
  claim: Claim,
  outcome: Outcome,
  { message, worker }: { readonly message: WorkMessage; readonly worker: Worker },
): Promise<Acknowledgement> {
  const { events, retries, settings } = worker;
  switch (outcome.kind) {
    case 'succeeded':
    case 'skipped':
      await events.complete(claim, outcome.kind);
      return 'ack';
    case 'dead-letter':
      await events.fail(claim, outcome.error);
      return 'ack';
    case 'retry': {
      const isLast = message.receiveCount >= settings.maxReceiveCount;
      const pauseSeconds = isLast ? 0 : backoffSeconds(settings.retryAfterSeconds, claim.attempt);
      const kept = isLast
        ? await events.fail(claim, outcome.error)
        : await events.release(claim, outcome.error, pauseSeconds);
      if (!kept) return 'ack';
      // After the last receive the queue moves the message to the dead-letter queue as soon as it may be shown again.
      await retries.showAgainAfter(message.receiptHandle, pauseSeconds);
      return 'retry';
    }
  }
}

/** Longest pause: a message may be hidden for at most 12 hours after its first receive. */
const maxBackoffSeconds = 3600;

const backoffSeconds = (base: number, attempt: number): number =>
  Math.min(base * 2 ** (attempt - 1), maxBackoffSeconds);
