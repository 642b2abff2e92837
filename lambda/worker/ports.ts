import type { EventKey } from '../model/delivery.ts';
import type { Clock } from '../model/time.ts';
import type { DeliveredEvent } from './handler.ts';
import type { HandlerRegistry } from './handler-registry.ts';

/** All that the worker pipeline needs from outside. Every port throws `DependencyError` when its service fails. */
export interface Worker {
  readonly clock: Clock;
  readonly handlers: HandlerRegistry;
  readonly events: EventStore;
  readonly retries: RetryTimer;
  readonly settings: WorkerSettings;
  /** The key in a message, or undefined when the message is none of ours. */
  readonly readMessage: (text: string) => EventKey | undefined;
}

export interface WorkerSettings {
  /** Receives after which the queue moves a message to the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** Pause before the second attempt; doubled for each further one. */
  readonly retryAfterSeconds: number;
}

/** One message of a batch. */
export interface WorkMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly text: string;
  /** How often the queue has handed it out, this time included. */
  readonly receiveCount: number;
}

/** The right to run the handler over one event, until the lease ends. */
export interface Claim {
  readonly key: EventKey;
  readonly token: string;
  readonly attempt: number;
  readonly event: DeliveredEvent;
}

export type ClaimResult =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  /** The event is done or failed. */
  | { readonly kind: 'settled' }
  /** Another worker holds the lease. */
  | { readonly kind: 'held' }
  /** No such record: it expired. */
  | { readonly kind: 'missing' };

export interface EventStore {
  claim(key: EventKey): Promise<ClaimResult>;
  /** Each of the three ends the claim; false when the lease was lost to another worker, whose result then counts. */
  complete(claim: Claim, outcome: 'succeeded' | 'skipped'): Promise<boolean>;
  fail(claim: Claim, error: string): Promise<boolean>;
  release(claim: Claim, error: string, retryInSeconds: number): Promise<boolean>;
}

export interface RetryTimer {
  showAgainAfter(receiptHandle: string, seconds: number): Promise<void>;
}
