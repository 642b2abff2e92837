import type { EventKey, QueuedEvent } from '../model/delivery.ts';
import type { Destination } from '../model/destination.ts';
import type { Strength } from '../model/source.ts';
import type { Clock, Timer } from '../model/time.ts';
import type { StepWaiter } from '../model/waiter.ts';
import type { DeliveredEvent, HandlerContext } from './handler.ts';
import type { HandlerRegistry } from './handler-registry.ts';

/** All that the worker pipeline needs from outside. Every port throws `DependencyError` when its service fails. */
export interface Worker {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly handlers: HandlerRegistry;
  readonly destinations: Destinations;
  readonly queue: { send(event: QueuedEvent): Promise<void> };
  readonly events: EventStore;
  readonly visibility: MessageVisibility;
  readonly settings: WorkerSettings;
  /** The key in a message, or undefined when the message is none of ours. */
  readonly readMessage: (text: string) => EventKey | undefined;
}

export interface WorkerSettings {
  /** Runs of the handler that an event has, replays apart. */
  readonly maxAttempts: number;
  /** Pause before the second attempt; doubled for each further one. */
  readonly retryAfterSeconds: number;
  /** How long a claim holds without being renewed. */
  readonly leaseSeconds: number;
}

/** One message of a batch. */
export interface WorkMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly text: string;
  readonly queueArn: string;
  /** Present on a queue that keeps an order: messages of one group go one after the other. */
  readonly orderGroup?: string;
}

/** The right to run the handler over one event, until the lease ends. */
export interface Claim {
  readonly key: EventKey;
  readonly token: string;
  readonly claimedAtMs: number;
  /** Runs of the handler so far, this one included. */
  readonly attempt: number;
  /** The same since the last replay. */
  readonly attemptOfRun: number;
  /** An operator had the event handled again. */
  readonly isReplay: boolean;
  /** By this order. */
  readonly replayId?: string;
  readonly recordId: string;
  readonly source: string;
  readonly eventType?: string;
  readonly strength: Strength;
  /** A workflow that waits for this answer. */
  readonly waiter?: StepWaiter;
  /** The event with its body. Throws `NonRetryable` when the body is lost. */
  loadEvent(): Promise<DeliveredEvent>;
}

export type ClaimResult =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  /** The event is done or failed. */
  | { readonly kind: 'settled' }
  /** Another worker holds the lease. */
  | { readonly kind: 'held' }
  /** No such record: it expired. */
  | { readonly kind: 'missing' };

export interface Release {
  readonly error: string;
  readonly retryInSeconds: number;
  /** False where the handler was never reached: such a failure uses up no attempt. */
  readonly isAttempt: boolean;
  /** It was too early, and nothing was tried: that is no entry of the history, which would grow with each look at the clock. */
  readonly isEarly?: true;
}

export interface EventStore {
  claim(key: EventKey): Promise<ClaimResult>;
  /** Starts the lease anew; false when it was lost to another worker. */
  renew(claim: Claim): Promise<boolean>;
  /** Each of the three ends the claim; false when the lease was lost to another worker, whose result then counts. */
  complete(claim: Claim, outcome: 'succeeded' | 'forwarded' | 'skipped'): Promise<boolean>;
  fail(claim: Claim, error: string): Promise<boolean>;
  release(claim: Claim, release: Release): Promise<boolean>;
  /** Begins the event's way to each of these destinations; those that had begun before are left out of the answer. */
  forward(claim: Claim, destinations: readonly string[]): Promise<readonly QueuedEvent[]>;
}

/** Where events go besides handlers. */
export interface Destinations {
  /** The destinations of the source; undefined where it is not configured any more. */
  of(source: string): readonly Destination[];
  /**
   * Sends the event there once.
   * @throws NonRetryable when no repetition can help, NotYet when it is too early, and anything else when it failed.
   */
  send(event: DeliveredEvent, to: Destination | StepWaiter, context: HandlerContext): Promise<void>;
}

/** Decides when the queue shows a message again. */
export interface MessageVisibility {
  /** The message is shown again in so many seconds, unless it is deleted before. */
  hideFor(message: WorkMessage, seconds: number): Promise<void>;
}
