import { NonRetryable, NotYet } from '../../worker/handler.ts';
import { growingPause } from './growing-pause.ts';

interface Call {
  /** Who was called, at the start of the message. */
  readonly service: string;
  readonly attempt: number;
  /** Names of errors that no repetition can help. */
  readonly hopeless?: readonly string[];
}

/** Every service has a name of its own for "too much". */
const throttled = /Thrott|TooManyRequests|LimitExceeded|OverLimit/;
const mostThrottledSeconds = 300;

/**
 * The failure of a call as the worker tells them apart: too early where the service takes no more at the moment, which uses up no attempt; hopeless
 * where it says the same each time; and one more attempt for all else, an outage or a permission that is missing.
 */
export function callFailure(error: unknown, { service, attempt, hopeless = [] }: Call): Error {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const text = `${service}: ${name}: ${message}`;
  if (throttled.test(name) || statusOf(error) === 429)
    return new NotYet(text, growingPause(attempt, mostThrottledSeconds));
  if (hopeless.includes(name)) return new NonRetryable(text, { cause: error });
  return new Error(text, { cause: error });
}

function statusOf(error: unknown): number | undefined {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}
