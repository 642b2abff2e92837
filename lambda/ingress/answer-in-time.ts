import { DependencyError } from '../model/errors.ts';
import type { Timer } from '../model/time.ts';

/**
 * Senders that are impatient give up after 3 s (GitHub after 10 s, Stripe after 20 s); what is left of it is for the way there and back.
 * https://docs.slack.dev/apis/events-api/ (3 s), https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks (10 s) (2026-11-24)
 */
export const answerWithinMs = 2500;

/**
 * The receipt, or a `DependencyError` when it takes longer than senders wait: they then get a 503 and come again, instead of a broken
 * connection that some of them count as a failed endpoint. What is still under way may yet take effect; then the event is on record and
 * the sweeper sees to it, and the next delivery is its duplicate.
 */
export async function answerInTime<Receipt>(
  receipt: Promise<Receipt>,
  timer: Timer,
): Promise<Receipt> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const cancel = timer.after(answerWithinMs, () =>
    reject(new DependencyError('a service', new Error(`no answer within ${answerWithinMs} ms`))),
  );
  try {
    return await Promise.race([receipt, tooLate]);
  } finally {
    cancel();
  }
}
