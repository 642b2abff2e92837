import { callbackExpiredType } from '../model/callback.ts';
import { type Destination, waiterId } from '../model/destination.ts';
import { DependencyError } from '../model/errors.ts';
import { matchesPattern } from '../model/event-pattern.ts';
import { isStrongEnough } from '../model/source.ts';
import type { DeliveredEvent } from './handler.ts';
import type { Outcome } from './outcome.ts';
import type { Claim, Worker } from './ports.ts';

/**
 * Begins the event's way to each destination that wants it, before its handler runs: each way is a record of its own, so that neither a
 * destination that fails nor a handler that does repeats the others. Begun twice, it is one way. Returns how many there are, or why the event
 * must be tried again.
 */
export async function fanOut(claim: Claim, worker: Worker): Promise<number | Outcome> {
  if (claim.key.destination !== undefined) return 0;
  try {
    const wanted = await destinationsFor(claim, worker.destinations.of(claim.source));
    if (wanted.length === 0) return 0;
    const begun = await worker.events.forward(claim, wanted);
    await Promise.all(begun.map((event) => worker.queue.send(event)));
    return wanted.length;
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    return { kind: 'retry', error: `${error.name}: ${error.message}`, isAttempt: false };
  }
}

async function destinationsFor(
  claim: Claim,
  all: readonly Destination[],
): Promise<readonly string[]> {
  const candidates = all.filter(
    (one) => takesType(one, claim.eventType) && isStrongEnough(claim.strength, one.atLeast),
  );
  const isRead = candidates.some(({ filter }) => filter !== undefined);
  const body = isRead ? await bodyOf(claim) : undefined;
  const wanted = candidates.filter(
    ({ filter }) => filter === undefined || matchesPattern(filter, body),
  );
  return [...wanted.map(({ id }) => id), ...(claim.waiter === undefined ? [] : [waiterId])];
}

/** That no answer came is none: only who asks for it is told. */
const takesType = ({ types }: Destination, eventType = ''): boolean =>
  types === undefined ? eventType !== callbackExpiredType : types.includes(eventType);

/** What a filter looks at; nothing where the body is no JSON, or is gone. */
async function bodyOf(claim: Claim): Promise<unknown> {
  let event: DeliveredEvent;
  try {
    event = await claim.loadEvent();
  } catch (error) {
    if (error instanceof DependencyError) throw error;
    return undefined;
  }
  try {
    return event.json();
  } catch {
    return undefined;
  }
}
