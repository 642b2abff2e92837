import type { EventKey } from '../model/delivery.ts';
import type { Strength } from '../model/source.ts';
import type { Clock, Timer } from '../model/time.ts';
import type { DeliveredEvent } from './handler.ts';
import type { HandlerRegistry } from './handler-registry.ts';

/** All that the worker pipeline needs from outside. Every port throws `DependencyError` when its service fails. */
export interface Worker {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly handlers: HandlerRegistry;
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
  readonly recordId: string;
  readonly source: string;
  readonly eventType?: string;
  readonly strength: Strength;
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
}

export interface EventStore {
  claim(key: EventKey): Promise<ClaimResult>;
  /** Starts the lease anew; false when it was lost to another worker. */
  renew(claim: Claim): Promise<boolean>;
  /** Each of the three ends the claim; false when the lease was lost to another worker, whose result then counts. */
  complete(claim: Claim, outcome: 'succeeded' | 'skipped'): Promise<boolean>;
  fail(claim: Claim, error: string): Promise<boolean>;
  release(claim: Claim, release: Release): Promise<boolean>;
}

/** Decides when the queue shows a message again. */
export interface MessageVisibility {
  /** The message is shown again in so many seconds, unless it is deleted before. */
  hideFor(message: WorkMessage, seconds: number): Promise<void>;
}
