import type { AuditRecord, RecordStatus } from '../../../lambda/model/audit-record.ts';
import type { Destination } from '../../../lambda/model/destination.ts';

/* Records, as the console's server and its page say them to each other; see `api.ts`. */

/** A line of a list of records. */
export type RecordRow = Pick<
  AuditRecord,
  | 'id'
  | 'source'
  | 'provider'
  | 'status'
  | 'reason'
  | 'outcome'
  | 'strength'
  | 'eventType'
  | 'eventId'
  | 'receivedAt'
  | 'settledAt'
  | 'sourceIp'
  | 'attempts'
  | 'deliveries'
  | 'bodyBytes'
  | 'lastError'
  | 'destination'
  | 'tenant'
  | 'callback'
>;

/** All optional; instants are ISO 8601. */
export interface RecordQuery {
  readonly source?: string;
  readonly tenant?: string;
  readonly status?: RecordStatus;
  readonly reason?: string;
  readonly type?: string;
  readonly since?: string;
  readonly until?: string;
  /** Part of the id, event id, event type, address, reason or source; capitals do not matter. */
  readonly text?: string;
  /** Only records older than this id. */
  readonly before?: string;
  /** At most so many; default 50, at most 200. */
  readonly limit?: number;
}

export interface RecordPage {
  /** Newest first. */
  readonly records: readonly RecordRow[];
  /** Where to go on (as `before`): there may be older ones that match. Absent at the end. */
  readonly next?: string;
  /** How far back the search came. ISO 8601. It ends after a while even when it found little: go on with `next`. */
  readonly searchedTo?: string;
}

export interface RecordDetail {
  readonly record: AuditRecord;
  readonly checks: readonly CheckView[];
  /** Of a refused request. */
  readonly explanation?: { readonly cause: string; readonly next: string };
  readonly body: BodyView;
  readonly timeline: readonly TimelineStep[];
  /** Other deliveries of the same event, and on a duplicate or conflict the event itself. Oldest first. */
  readonly related: readonly RecordRow[];
  /** Of an event: its ways to destinations that have begun, by destination. */
  readonly ways: readonly WayView[];
  /** Present on the record of an event's way to a destination. */
  readonly way?: Pick<WayView, 'destination' | 'kind'>;
  /** Present where a callback was answered, or was not. */
  readonly callback?: CallbackView;
  /** Why it cannot be replayed; absent where it can. */
  readonly notReplayable?: string;
}

/** An event's way to one destination: a record of its own. */
export interface WayView
  extends Pick<AuditRecord, 'id' | 'status' | 'attempts' | 'lastError' | 'settledAt'> {
  readonly destination: string;
  /** Absent where it is not configured any more. */
  readonly kind?: DestinationKind;
}

export interface CallbackView {
  readonly ref: string;
  /** Which of its answers this is. */
  readonly use: number;
  /** How many it takes; absent on a duplicate or conflict. */
  readonly uses?: number;
  /** What its caller keeps at hand: JSON, indented. */
  readonly data?: string;
  /** There was no request: its time has run out. */
  readonly isExpiry: boolean;
}

export interface CallbackQuery {
  readonly source: string;
  /** The whole of it. */
  readonly ref: string;
}

export interface CallbacksView {
  /** The newest first, at most 20. */
  readonly callbacks: readonly {
    readonly state: 'waiting' | 'answered' | 'expired';
    readonly used: number;
    readonly uses: number;
    /** ISO 8601. */
    readonly expiresAt: string;
    /** Ids of the answers' records, or of the one that says that none came. */
    readonly records: readonly string[];
  }[];
}

export interface CheckView {
  readonly check: string;
  readonly result: string;
  /** What the check looks at, and what its result means. */
  readonly meaning: string;
}

/** Long bodies are cut; the whole of it is a download. */
export type BodyView =
  | { readonly kind: 'none'; readonly why: string }
  | {
      readonly kind: 'json' | 'xml' | 'text';
      /** Indented where it could be; only white space differs from what was received. */
      readonly text: string;
      readonly isCut: boolean;
    }
  | {
      readonly kind: 'form';
      readonly pairs: readonly (readonly [name: string, value: string])[];
      readonly isCut: boolean;
    }
  /** Lines of a hex dump. */
  | { readonly kind: 'binary'; readonly text: string; readonly isCut: boolean };

export interface TimelineStep {
  readonly what:
    | 'received'
    | 'queue'
    | 'attempt'
    | 'pause'
    | 'replay'
    | 'given-up'
    | 'body-erased'
    | 'settled';
  /** In words. */
  readonly label: string;
  /** ISO 8601. */
  readonly at: string;
  /** How long it took; absent for what has no length. A step that lasts still has none either. */
  readonly durationMs?: number;
  /** What a failed attempt said, or why an operator did it. */
  readonly note?: string;
  readonly tone: 'neutral' | 'good' | 'bad';
}

/** `waiter`: the workflow that waits for the answer to a callback. */
export type DestinationKind = Destination['kind'] | 'waiter';
