import type { EventKey } from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import { fanOut } from './fan-out.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { Outcome } from './outcome.ts';
import type { Claim, ClaimResult, Worker, WorkMessage } from './ports.ts';
import { runHandler } from './run-handler.ts';
import { type Acknowledgement, type Settlement, settle } from './settle.ts';

/** What became of one message, for the queue and for the log. */
export interface Attempt {
  readonly messageId: string;
  readonly acknowledgement: Acknowledgement;
  readonly result:
    | Settlement['result']
    | Exclude<ClaimResult['kind'], 'claimed'>
    | 'unreadable'
    | 'dependency-down';
  readonly key?: EventKey;
  readonly recordId?: string;
  readonly attempt?: number;
  readonly error?: string;
}

/** Time limits of an attempt, as instants. */
export interface Deadlines {
  /** The handler must be done. */
  readonly handlerMs: number;
  /** The outcome must be on record: soon after, the function is ended. */
  readonly outcomeMs: number;
}

/** Takes one message through claim → fan-out → handler → settle. Never throws: one message must not fail its neighbours in the batch. */
export async function consume(
  message: WorkMessage,
  worker: Worker,
  deadlines: Deadlines,
): Promise<Attempt> {
  const { messageId } = message;
  const key = worker.readMessage(message.text);
  if (key === undefined) return { messageId, acknowledgement: 'retry', result: 'unreadable' };
  try {
    const claimed = await worker.events.claim(key);
    if (claimed.kind === 'claimed' || claimed.kind === 'held') await holdBackGroup(message, worker);
    return claimed.kind === 'claimed'
      ? await work(claimed.claim, message, { worker, deadlines })
      : { messageId, key, acknowledgement: unclaimed(claimed.kind), result: claimed.kind };
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { messageId, key, acknowledgement: 'retry', result: 'dependency-down', error: text };
  }
}

/**
 * Done or expired: nothing is left to do. In another worker's hands: the message may be the very one that this worker wants to see again, so
 * it stays; when it is shown the next time, the event is settled or free.
 */
const unclaimed = (kind: Exclude<ClaimResult['kind'], 'claimed'>): Acknowledgement =>
  kind === 'held' ? 'retry' : 'ack';

/**
 * Where an order is kept, this message holds back its group, also when its worker dies: for a lease then, and not for the queue's own
 * visibility timeout, which is much longer. Elsewhere the sweeper sends another message, and a call for each event is saved.
 */
async function holdBackGroup(
  message: WorkMessage,
  { visibility, settings }: Worker,
): Promise<void> {
  if (message.orderGroup === undefined) return;
  try {
    await visibility.hideFor(message, settings.leaseSeconds);
  } catch (error) {
    // Then the group waits longer if this worker dies; that is no reason not to go on.
    if (!(error instanceof DependencyError)) throw error;
  }
}

async function work(
  claim: Claim,
  message: WorkMessage,
  { worker, deadlines }: { readonly worker: Worker; readonly deadlines: Deadlines },
): Promise<Attempt> {
  const heartbeat = startHeartbeat(claim, message, worker);
  const outcome = await run(claim, { worker, deadlines, leaseLost: heartbeat.leaseLost }).finally(
    // Whatever happened: a claim that nobody works on must end.
    heartbeat.stop,
  );
  const untilMs = deadlines.outcomeMs;
  return {
    messageId: message.messageId,
    key: claim.key,
    ...(await settle(claim, outcome, { message, worker, untilMs })),
    recordId: claim.recordId,
    attempt: claim.attempt,
    ...('error' in outcome ? { error: outcome.error } : {}),
  };
}

/** Sends the event on its ways, then runs its handler. */
async function run(
  claim: Claim,
  {
    worker,
    deadlines,
    leaseLost,
  }: {
    readonly worker: Worker;
    readonly deadlines: Deadlines;
    readonly leaseLost: AbortSignal;
  },
): Promise<Outcome> {
  const forwarded = await fanOut(claim, worker);
  if (typeof forwarded !== 'number') return forwarded;
  return runHandler(claim, {
    ...worker,
    maxAttempts: worker.settings.maxAttempts,
    deadlineMs: deadlines.handlerMs,
    leaseLost,
    isForwarded: forwarded > 0,
  });
}
