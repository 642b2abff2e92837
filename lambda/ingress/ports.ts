import type { EventStatus } from '../model/audit-record.ts';
import type { OpenCallback } from '../model/callback.ts';
import type { Cdn } from '../model/cdn.ts';
import type { IdentifiedDelivery, QueuedEvent, RejectedRequest } from '../model/delivery.ts';
import type { PublishedKey, SourceSecrets } from '../model/secrets.ts';
import type { FetchedKey } from '../model/signature-scheme.ts';
import type { Source } from '../model/source.ts';
import type { SecretOwner } from '../model/tenant.ts';
import type { Clock } from '../model/time.ts';
import type { AnsweredHandshake } from './answer-handshake.ts';

/** All that the ingress pipeline needs from outside. Every port throws `DependencyError` when its service fails. */
export interface Ingress {
  readonly sources: ReadonlyMap<string, Source>;
  /** Present where a CDN stands in front. */
  readonly cdn?: Cdn;
  readonly clock: Clock;
  /** A fresh ULID for a delivery that arrived at this instant. */
  readonly newId: (instantMs: number) => string;
  readonly secrets: SecretStore;
  readonly publishedKeys: PublishedKeyStore;
  /** Calls an address that a sender asks us to confirm; its host has been checked. */
  readonly callOut: (address: string) => Promise<void>;
  readonly callbacks: CallbackStore;
  readonly rates: RateLimiter;
  readonly audit: AuditTrail;
  readonly queue: DeliveryQueue;
}

export interface SecretStore {
  /** The live versions of the owner's secret, perhaps some minutes old. */
  load(owner: SecretOwner): Promise<SecretLookup>;
  /**
   * The versions as they are now, after a mismatch that a rotation would explain.
   * Undefined when they were read too recently: forged requests must not drive calls to the secret store.
   */
  reloadAfterMismatch(owner: SecretOwner): Promise<SecretLookup | undefined>;
  /** Stores the signing secret that a sender hands over, unless the owner has one already; whether it was stored. */
  storeFirst(owner: SecretOwner, signing: string): Promise<boolean>;
}

export type SecretLookup =
  | { readonly kind: 'found'; readonly secrets: SourceSecrets }
  /** No value yet, or one that misses a field which the source needs. */
  | { readonly kind: 'not-set' }
  /** A value that is empty or not in the encoding that the source states. */
  | { readonly kind: 'invalid' }
  /** There is no such tenant. */
  | { readonly kind: 'unknown' }
  /** Whether there is such a tenant is not known: too many that are none were looked up just now. */
  | { readonly kind: 'not-looked-up' };

export interface CallbackStore {
  /** The callback of this source whose token has this digest, however old it is. As much is read where there is none. */
  find(sourceId: string, digest: string): Promise<FoundCallback | undefined>;
}

export interface FoundCallback extends OpenCallback {
  /** Its only answer was handled. False says nothing: the record of an answer decides. */
  readonly isUsedUp: boolean;
}

export interface RateLimiter {
  /** Counts one more under this name, unless `most` were counted in this window of time; whether it was counted. Default: windows of a second. */
  take(name: string, most: number, window?: { readonly seconds: number }): Promise<boolean>;
}

export interface PublishedKeyStore {
  /** The keys at an address, perhaps an hour old. */
  load(request: KeyRequest): Promise<readonly PublishedKey[]>;
  /** The keys as they are now, after these did not match; undefined when they were read too recently. */
  reloadAfterMismatch(keys: readonly PublishedKey[]): Promise<readonly PublishedKey[] | undefined>;
}

/** A published key whose address has been decided. */
export type KeyRequest = Omit<FetchedKey, 'url'> & { readonly address: string };

export interface AuditTrail {
  /** Writes the event's record unless it exists: the duplicate guard. Durable when it resolves. */
  recordEvent(delivery: IdentifiedDelivery): Promise<EventRecording>;
  /** Writes the record of a later delivery of a known event. */
  recordAgain(
    delivery: IdentifiedDelivery,
    as: 'duplicate' | 'conflict',
    eventRecordId: string,
  ): Promise<void>;
  recordHandshake(answered: AnsweredHandshake): Promise<void>;
  recordRejection(rejected: RejectedRequest): Promise<void>;
}

export type EventRecording =
  | { readonly kind: 'created' }
  | {
      readonly kind: 'existing';
      readonly recordId: string;
      readonly status: EventStatus;
      readonly bodySha256: string;
      /** Of an answer to a callback. */
      readonly contentSha256?: string;
      readonly eventType?: string;
    };

export interface DeliveryQueue {
  /** Resolves when the queue has taken it. */
  send(event: QueuedEvent): Promise<void>;
}
