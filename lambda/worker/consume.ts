import type { EventKey } from '../model/delivery.ts';
import type { ClaimResult, Worker, WorkMessage } from './ports.ts';
import { runHandler } from './run-handler.ts';
import { type Acknowledgement, settle } from './settle.ts';

/** What became of one message, for the queue and for the log. */
export interface Attempt {
  readonly messageId: string;
  readonly acknowledgement: Acknowledgement;
  readonly result:
    | 'succeeded'
    | 'skipped'
    | 'retry'
    | 'dead-letter'
    | Exclude<ClaimResult['kind'], 'claimed'>
    | 'unreadable'
    | 'dependency-down';
  readonly key?: EventKey;
  readonly recordId?: string;
  readonly attempt?: number;
  readonly error?: string;
}

/**
 * Takes one message through claim → handler → settle. Never throws: one message must not fail its neighbours in the batch.
 * `deadlineMs` is the instant by which the handler must be done.
 */
export async function consume(
  message: WorkMessage,
  worker: Worker,
  deadlineMs: number,
): Promise<Attempt> {
  const { messageId } = message;
  const key = worker.readMessage(message.text);
  if (key === undefined) return { messageId, acknowledgement: 'retry', result: 'unreadable' };
  try {
    const claimed = await worker.events.claim(key);
    // Done, expired, or in another worker's hands: if that worker dies, the sweeper brings the event back.
    if (claimed.kind !== 'claimed') {
      return { messageId, key, acknowledgement: 'ack', result: claimed.kind };
    }
    const { claim } = claimed;
    const outcome = await runHandler(claim, { ...worker, deadlineMs });
    const acknowledgement = await settle(claim, outcome, { message, worker });
    return {
      messageId,
      key,
      acknowledgement,
      result: outcome.kind,
      recordId: claim.event.recordId,
      attempt: claim.attempt,
      ...('error' in outcome ? { error: outcome.error } : {}),
    };
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { messageId, key, acknowledgement: 'retry', result: 'dependency-down', error: text };
  }
}
