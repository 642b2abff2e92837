import { isStrongEnough } from '../model/source.ts';
import type { Clock } from '../model/time.ts';
import { NonRetryable } from './handler.ts';
import type { HandlerRegistry } from './handler-registry.ts';
import type { Outcome } from './outcome.ts';
import type { Claim } from './ports.ts';

interface Run {
  readonly handlers: HandlerRegistry;
  readonly clock: Clock;
  readonly deadlineMs: number;
}

/** Longest part of a handler's error that is kept on record. */
const maxErrorLength = 500;

/** Runs the event's handler once and names the outcome; a handler that is still busy at the deadline counts as failed. */
export async function runHandler(claim: Claim, run: Run): Promise<Outcome> {
  const { event } = claim;
  const handler = run.handlers.find(event.source, event.eventType);
  if (handler === undefined) return { kind: 'skipped' };
  if (!isStrongEnough(event.strength, handler.atLeast)) {
    const error = `the proof is "${event.strength}", the handler demands at least "${handler.atLeast}"`;
    return { kind: 'dead-letter', error };
  }
  const deadline = deadlineOf(run);
  try {
    const { attempt } = claim;
    const { signal } = deadline;
    const context = { attempt, deadlineMs: run.deadlineMs, signal };
    await Promise.race([Promise.resolve(handler.handle(event, context)), deadline.passed]);
    return { kind: 'succeeded' };
  } catch (error) {
    const text = String(error instanceof Error ? `${error.name}: ${error.message}` : error);
    const kind = error instanceof NonRetryable ? 'dead-letter' : 'retry';
    return { kind, error: text.slice(0, maxErrorLength) };
  } finally {
    deadline.clear();
  }
}

function deadlineOf({ clock, deadlineMs }: Run) {
  const controller = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => {
      controller.abort();
      reject(new Error('handler did not finish before the deadline'));
    },
    Math.max(0, deadlineMs - clock.nowMs()),
  );
  return { signal: controller.signal, passed: promise, clear: () => clearTimeout(timer) };
}
