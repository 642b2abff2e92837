import type { OpenCallback } from './callback.ts';
import type { Reason } from './rejection.ts';
import type { NormalizedRequest } from './request.ts';
import type { PublishedKey, SourceSecrets } from './secrets.ts';
import type { Source, Strength } from './source.ts';
import type { SignedTime } from './time.ts';

/*
 * One type per stage of a delivery. Each pipeline step takes the stage before it and returns the next one,
 * so that, for instance, enqueueing a request that was not verified does not compile.
 */

/** `provider-api`: an operator fetched the event from its provider, over TLS and with the account's own key. */
export type CheckName =
  | 'cdn'
  | 'source-ip'
  | 'callback'
  | 'token'
  | 'signature'
  | 'freshness'
  | 'provider-api';

export interface CheckResult {
  readonly check: CheckName;
  readonly result: 'passed' | 'failed';
}

interface Stage<Name extends string> {
  readonly stage: Name;
  readonly request: NormalizedRequest;
  readonly source: Source;
  /** Results of the checks so far, in the order in which they ran. */
  readonly checks: readonly CheckResult[];
  /** Present where the request is the answer to one call. */
  readonly callback?: OpenCallback;
}

/** The request's address is its sender's own, not that of a CDN in front of us. */
export type PlacedRequest = Omit<Stage<'placed'>, 'source'>;

/** The route named a configured source. */
export type SourcedRequest = Stage<'sourced'>;

/** The source address is allowed, or the source has no allow list. */
export type AdmittedRequest = Stage<'admitted'>;

/** The token in the address names a callback that waits, or the source has none. */
export type AwaitedRequest = Stage<'awaited'>;

/** Every key that the source's checks need is at hand. */
export interface KeyedRequest extends Stage<'keyed'> {
  readonly secrets: SourceSecrets;
  /** Present where the sender publishes its keys. */
  readonly publishedKeys?: readonly PublishedKey[];
}

/** The shared secret matched, or the source has none. */
export interface TokenCheckedRequest extends Stage<'token-checked'> {
  readonly secrets: SourceSecrets;
  readonly publishedKeys?: readonly PublishedKey[];
  readonly secretVersion?: SecretLabel;
}

/** The signature matched, or the source has none (then a token or an address was the proof). */
export interface VerifiedRequest extends Stage<'verified'> {
  readonly strength: Strength;
  /** Version of the secret that matched. */
  readonly secretVersion?: SecretLabel;
  /** What the signed content says of time. */
  readonly signedTime?: SignedTime;
  /** SHA-256 of what was signed, where that is not the whole body. */
  readonly contentSha256?: string;
}

/** The signed timestamp lies within tolerance, or the scheme has none. */
export interface FreshRequest extends Stage<'fresh'> {
  readonly strength: Strength;
  readonly secretVersion?: SecretLabel;
  readonly contentSha256?: string;
  /** Absent where the provider sent the request itself. */
  readonly origin?: 'provider-api';
}

/** It is known which event this delivery is about. */
export interface IdentifiedDelivery extends Stage<'identified'> {
  readonly strength: Strength;
  readonly secretVersion?: SecretLabel;
  readonly eventId?: string;
  readonly eventType?: string;
  /** Names the event inside its source; stable over redeliveries. */
  readonly idempotencyKey: string;
  /** Lower-case hex SHA-256 of the body bytes. */
  readonly bodySha256: string;
  /** The same of what is signed, or of body and query where nothing is: deliveries with the same say the same. */
  readonly contentSha256: string;
  /** Present where the source wants its events in order. */
  readonly orderGroup?: string;
  /** `expiry`: nobody sent it; a callback was not answered in time. */
  readonly origin?: 'provider-api' | 'expiry';
}

/** The delivery is durable in the audit trail. */
export interface RecordedDelivery extends Stage<'recorded'> {
  readonly event: QueuedEvent;
  readonly recordedAs: 'event' | 'duplicate' | 'conflict';
  /** False when the event is already in safe hands, or when it is a conflict. */
  readonly mustEnqueue: boolean;
}

/** The event is on the queue or already in safe hands; now a 2xx is true. */
export interface QueuedDelivery extends Stage<'queued'> {
  readonly recordedAs: 'event' | 'duplicate' | 'conflict';
}

/** A check failed or could not be made. */
export interface RejectedRequest {
  readonly stage: 'rejected';
  readonly reason: Reason;
  readonly request: NormalizedRequest;
  /** Absent when the request was refused before its source was known. */
  readonly source?: Source;
  readonly checks: readonly CheckResult[];
}

/** AWSCURRENT and AWSPREVIOUS of Secrets Manager. */
export type SecretLabel = 'current' | 'previous';

/** Address of an event in the audit trail. */
export interface EventKey {
  readonly sourceId: string;
  readonly idempotencyKey: string;
  /** Present where this is the event's way to one destination, and not the event itself. */
  readonly destination?: string;
}

/** What the queue is told of an event. */
export interface QueuedEvent {
  readonly key: EventKey;
  readonly strength: Strength;
  /** Events of one group are handled one after the other; at most 128 letters, digits and punctuation. */
  readonly orderGroup?: string;
}

const passed = (check: CheckName): CheckResult => ({ check, result: 'passed' });
const failed = (check: CheckName): CheckResult => ({ check, result: 'failed' });

/** The checks so far plus one that passed. */
export const withPassed = (
  checks: readonly CheckResult[],
  check: CheckName,
): readonly CheckResult[] => [...checks, passed(check)];

/** Ends the pipeline: `check`, where given, is on record as the one that failed. */
export function reject(
  at: {
    readonly request: NormalizedRequest;
    readonly source?: Source;
    readonly checks: readonly CheckResult[];
  },
  reason: Reason,
  check?: CheckName,
): RejectedRequest {
  return {
    stage: 'rejected',
    reason,
    request: at.request,
    ...(at.source === undefined ? {} : { source: at.source }),
    checks: check === undefined ? at.checks : [...at.checks, failed(check)],
  };
}
