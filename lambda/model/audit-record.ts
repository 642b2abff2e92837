import type { CheckResult, SecretLabel } from './delivery.ts';
import type { Reason } from './rejection.ts';
import type { Strength } from './source.ts';

/** States of an event: `received → processing → done | failed`, and back to `received` when an attempt fails. */
export type EventStatus = 'received' | 'processing' | 'done' | 'failed';

/** What an audit record can say of its delivery. */
export const recordStatuses = [
  'received',
  'processing',
  'done',
  'failed',
  'rejected',
  'duplicate',
  'conflict',
] as const;
export type RecordStatus = (typeof recordStatuses)[number];

/** One row per delivery, as operators and auditors read it. Field names are stable. */
export interface AuditRecord {
  readonly id: string;
  readonly source: string;
  readonly provider: string;
  readonly status: RecordStatus;
  readonly reason?: Reason;
  readonly strength?: Strength;
  readonly eventId?: string;
  readonly eventType?: string;
  readonly idempotencyKey?: string;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly sourceIp: string;
  readonly method: string;
  readonly bodyBytes: number;
  readonly bodySha256: string;
  /** Runs of the handler so far. */
  readonly attempts: number;
  /** Accepted deliveries of this event, the first one included. */
  readonly deliveries: number;
  readonly secretVersion?: SecretLabel;
  readonly checks: readonly CheckResult[];
  /** Received headers, secrets redacted; joined with `, ` where a name came several times. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** What the last failed attempt said. */
  readonly lastError?: string;
  /** Id of the event's own record, on a duplicate or a conflict. */
  readonly eventRecordId?: string;
  readonly settledAt?: string;
  readonly outcome?: Outcome | 'handshake';
  /** What happened to the event since it was received, oldest first. Entries are added, never changed. */
  readonly history?: readonly HistoryEntry[];
  /** When the operator had the body erased; its digest and size stay. ISO 8601, UTC. */
  readonly bodyErasedAt?: string;
  /** `provider-api` where the operator fetched the event from its provider, `expiry` where a callback was not answered in time; otherwise the provider sent it. */
  readonly origin?: 'provider-api' | 'expiry';
  /** Present on the record of an event's way to one destination; its id is that of the event's record with `/` and the destination behind it. */
  readonly destination?: string;
  /** Present where the address named a tenant of the source; on a rejection it need not be there. */
  readonly tenant?: string;
  /** Present where the delivery answers a callback, or says that none came. */
  readonly callback?: { readonly ref: string };
}

type Outcome = 'succeeded' | 'forwarded' | 'skipped' | 'dead-letter';

/** Instants are ISO 8601, UTC. */
export type HistoryEntry =
  /** One run of the handler that ended with its outcome on record. A number that is missing belongs to a worker that died, or to a claim that was made twice because its answer was lost. */
  | {
      readonly what: 'attempt';
      readonly attempt: number;
      readonly startedAt: string;
      readonly at: string;
      readonly outcome: Outcome | 'retry';
      readonly error?: string;
    }
  /** Its workers died until the queue gave it up. */
  | { readonly what: 'given-up'; readonly at: string; readonly error: string }
  /** An operator had it handled again, or had its body erased. */
  | {
      readonly what: 'replay' | 'body-erased';
      readonly at: string;
      readonly by: string;
      readonly reason: string;
      readonly replayId?: string;
    };
