import type { EventKey } from '../model/delivery.ts';

/** A message that the queue gave up: it was shown as often as the queue allows and never deleted. */
export interface DeadLetter {
  readonly messageId: string;
  readonly text: string;
}

/** What became of a dead letter. */
export interface Burial {
  readonly messageId: string;
  /** `retry` leaves the message in the dead-letter queue. */
  readonly acknowledgement: 'ack' | 'retry';
  readonly result:
    | 'failed'
    /** Attempts are left, or another message is at work: the sweeper sees to the event. */
    | 'left-to-sweeper'
    | 'settled'
    | 'missing'
    | 'unreadable'
    | 'dependency-down';
  readonly key?: EventKey;
  readonly recordId?: string;
  readonly error?: string;
}

/** An event as the record has it. */
export interface GivenUpEvent {
  readonly recordId: string;
  readonly isSettled: boolean;
  /** Runs of the handler that were begun, replays apart. */
  readonly attemptsOfRun: number;
  /** Names the state that this was read from: `markFailed` changes no other. */
  readonly attempts: number;
}

export interface DeadLetters {
  readonly maxAttempts: number;
  readonly readMessage: (text: string) => EventKey | undefined;
  readonly events: {
    read(key: EventKey): Promise<GivenUpEvent | undefined>;
    /** False when somebody works on the event, or did meanwhile. */
    markFailed(key: EventKey, event: GivenUpEvent, error: string): Promise<boolean>;
  };
}

/**
 * Sees to an event whose message the queue gave up. A handler's own failures are on record already; here end the events whose workers
 * died each time. One that has attempts left was given up for another reason, such as a table that did not answer, and is not failed:
 * its record is open, so the sweeper brings it back. Never throws.
 */
export async function giveUp(letter: DeadLetter, deadLetters: DeadLetters): Promise<Burial> {
  const { messageId } = letter;
  const key = deadLetters.readMessage(letter.text);
  if (key === undefined) return { messageId, acknowledgement: 'retry', result: 'unreadable' };
  try {
    return { messageId, key, acknowledgement: 'ack', ...(await bury(key, deadLetters)) };
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { messageId, key, acknowledgement: 'retry', result: 'dependency-down', error: text };
  }
}

async function bury(
  key: EventKey,
  { events, maxAttempts }: DeadLetters,
): Promise<Pick<Burial, 'result' | 'recordId' | 'error'>> {
  const event = await events.read(key);
  if (event === undefined) return { result: 'missing' };
  const { recordId } = event;
  if (event.isSettled) return { result: 'settled', recordId };
  if (event.attemptsOfRun < maxAttempts) return { result: 'left-to-sweeper', recordId };
  const error = `the queue gave the event up: ${event.attemptsOfRun} attempts ended without an outcome`;
  const isFailed = await events.markFailed(key, event, error);
  return isFailed ? { result: 'failed', recordId, error } : { result: 'left-to-sweeper', recordId };
}
