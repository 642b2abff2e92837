import { DependencyError } from '../model/errors.ts';
import { isStrongEnough } from '../model/source.ts';
import type { Clock, Timer } from '../model/time.ts';
import { type DeliveredEvent, type Handler, NonRetryable, NotYet } from './handler.ts';
import type { HandlerRegistry } from './handler-registry.ts';
import type { Outcome } from './outcome.ts';
import type { Claim, Destinations } from './ports.ts';
import { sendOn } from './send-on.ts';

interface Run {
  readonly handlers: HandlerRegistry;
  readonly destinations: Destinations;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly deadlineMs: number;
  readonly maxAttempts: number;
  /** Aborts when the lease is lost. */
  readonly leaseLost: AbortSignal;
  /** The event goes to destinations, too. */
  readonly isForwarded: boolean;
}

/** Longest part of a handler's error that is kept on record. */
const maxErrorLength = 500;

/** Runs the event's handler once, or sends it to its destination, and names the outcome; a handler that is still busy at the deadline counts as failed. */
export async function runHandler(claim: Claim, run: Run): Promise<Outcome> {
  const handler = handlerOf(claim, run);
  if (handler === undefined) return { kind: run.isForwarded ? 'forwarded' : 'skipped' };
  if (!isStrongEnough(claim.strength, handler.atLeast)) {
    const error = `the proof is "${claim.strength}", the handler demands at least "${handler.atLeast}"`;
    return { kind: 'dead-letter', error };
  }
  if (claim.attemptOfRun > run.maxAttempts) {
    const error = `${run.maxAttempts} attempts ended without an outcome: the worker died or ran out of time`;
    return { kind: 'dead-letter', error };
  }
  const loaded = await loadEvent(claim);
  return 'kind' in loaded ? loaded : runOnce(handler, { claim, event: loaded, run });
}

const handlerOf = (claim: Claim, { handlers, destinations }: Run): Handler | undefined =>
  claim.key.destination === undefined
    ? handlers.find(claim.source, claim.eventType)
    : sendOn(claim, destinations);

async function loadEvent(claim: Claim): Promise<DeliveredEvent | Outcome> {
  try {
    return await claim.loadEvent();
  } catch (error) {
    // The handler was not reached: an outage of the body store must not use up its attempts.
    if (error instanceof DependencyError)
      return { kind: 'retry', error: errorText(error), isAttempt: false };
    return failure(error);
  }
}

async function runOnce(
  handler: Handler,
  {
    claim,
    event,
    run,
  }: { readonly claim: Claim; readonly event: DeliveredEvent; readonly run: Run },
): Promise<Outcome> {
  const deadline = deadlineOf(run);
  const context = {
    attempt: claim.attempt,
    isReplay: claim.isReplay,
    ...(claim.replayId === undefined ? {} : { replayId: claim.replayId }),
    deadlineMs: run.deadlineMs,
    signal: AbortSignal.any([deadline.signal, run.leaseLost]),
  };
  try {
    await Promise.race([Promise.resolve(handler.handle(event, context)), deadline.passed]);
    return { kind: 'succeeded' };
  } catch (error) {
    return failure(error);
  } finally {
    deadline.clear();
  }
}

function failure(error: unknown): Outcome {
  const text = errorText(error);
  if (error instanceof NotYet)
    return { kind: 'retry', error: text, isAttempt: false, inSeconds: error.inSeconds };
  return error instanceof NonRetryable
    ? { kind: 'dead-letter', error: text }
    : { kind: 'retry', error: text, isAttempt: true };
}

const errorText = (error: unknown): string =>
  String(error instanceof Error ? `${error.name}: ${error.message}` : error).slice(
    0,
    maxErrorLength,
  );

function deadlineOf({ clock, timer, deadlineMs }: Run) {
  const controller = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  // Nobody may be listening any more when the deadline passes.
  promise.catch(() => {});
  const clear = timer.after(Math.max(0, deadlineMs - clock.nowMs()), () => {
    controller.abort();
    reject(new Error('handler did not finish before the deadline'));
  });
  return { signal: controller.signal, passed: promise, clear };
}
