import type { AuditRecord, RecordStatus } from '../../../lambda/model/audit-record.ts';

/*
 * What the console's server and its page say to each other, all of it JSON. Every answer that is no 2xx is an `ApiError`.
 *
 * | request | answer |
 * |---|---|
 * | `GET /api/receiver` | `ReceiverView` |
 * | `GET /api/records?…` (`RecordQuery`) | `RecordPage` |
 * | `GET /api/records/ID` | `RecordDetail` |
 * | `GET /api/records/ID/body` | the stored bytes, as a download |
 * | `GET /api/live?…` (`source`, `reason`, `type`, `text` of `RecordQuery`) | server-sent events: `records` with `readonly RecordRow[]`, newest first, of every status, as a record may leave the one that was asked for; `trouble` with `ApiError` |
 * | `GET /api/summary?window=…&source=…` | `Summary` |
 * | `GET /api/dead-letters?…` (`source`, `before`) | `DeadLetters` |
 * | `POST /api/replays` (`ReplayRequest`) | `ReplayReply` |
 * | `POST /api/samples` (`SampleWish`) | `SampleReply` |
 *
 * Both POST need `content-type: application/json` and the header `x-sallyport-console: 1`; a console without `--allow-write` refuses them.
 */

export interface ApiError {
  /** One line for the operator. */
  readonly error: string;
}

export interface ReceiverView {
  /** `local` is the local run. */
  readonly kind: 'local' | 'stack';
  /** The stack's name, or the data folder of the local run. */
  readonly name: string;
  readonly mayWrite: boolean;
  readonly sources: readonly SourceView[];
}

export interface SourceView {
  readonly id: string;
  readonly provider: string;
  /** To be given to the provider. */
  readonly url: string;
  readonly methods: readonly string[];
  /** In words, in their order: `address`, `token in header x-secret`, `hmac sha256`. */
  readonly checks: readonly string[];
  readonly secret: SecretView;
  /** ISO 8601; absent where nothing was received within the retention. */
  readonly lastSeenAt?: string;
  /** After how long without an accepted delivery silence is an alarm; absent where silence is normal. */
  readonly expectEverySeconds?: number;
  /** Nothing was accepted for longer than `expectEverySeconds`. */
  readonly isSilent: boolean;
  /** Faults that a sample for this source can have. */
  readonly faults: readonly SampleFault[];
}

export interface SecretView {
  readonly state: 'set' | 'not-set' | 'not-needed' | 'unreadable';
  /** When the current version was stored. ISO 8601. */
  readonly since?: string;
  /** A version before it is still accepted. */
  readonly hasPrevious: boolean;
}

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
>;

/** All optional; instants are ISO 8601. */
export interface RecordQuery {
  readonly source?: string;
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
  /** Why it cannot be replayed; absent where it can. */
  readonly notReplayable?: string;
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

export const summaryWindows = ['15m', '1h', '6h', '24h', '7d'] as const;
export type SummaryWindow = (typeof summaryWindows)[number];

/** Counts over time; each list has an entry for each bucket, oldest first. */
export interface Summary {
  /** Start of the first bucket, epoch seconds. */
  readonly startSeconds: number;
  readonly bucketSeconds: number;
  readonly accepted: readonly number[];
  /** Duplicates and conflicts. */
  readonly again: readonly number[];
  readonly rejected: readonly number[];
  readonly failed: readonly number[];
  /** From receipt to the handler's end, over a sample of each bucket; null where nothing was handled. Milliseconds. */
  readonly latencyMs: {
    readonly p50: readonly (number | null)[];
    readonly p95: readonly (number | null)[];
    readonly p99: readonly (number | null)[];
  };
  readonly bySource: readonly {
    readonly source: string;
    readonly accepted: number;
    readonly again: number;
    readonly rejected: number;
    readonly failed: number;
    readonly p95Ms: number | null;
  }[];
  /** There were more records than are counted at a time: what is older is missing. */
  readonly isPartial: boolean;
}

export interface DeadLetters extends RecordPage {
  /** Messages that wait in the dead-letter queues unseen. */
  readonly waiting: number;
}

export interface ReplayRequest {
  /** At most 100. */
  readonly ids: readonly string[];
  readonly reason: string;
}

export interface ReplayReply {
  readonly replayId: string;
  readonly results: readonly {
    readonly id: string;
    readonly result: 'replayed' | 'already' | 'refused';
    /** In words, where it was refused. */
    readonly why?: string;
  }[];
}

export const sampleFaults = [
  'tampered',
  'stale',
  'wrong-key',
  'unsigned',
  'duplicate',
  'oversize',
] as const;
export type SampleFault = (typeof sampleFaults)[number];

export interface SampleWish {
  readonly source: string;
  readonly fault?: SampleFault;
  readonly type?: string;
  readonly id?: string;
}

export interface SampleReply {
  /** One, or two for a duplicate. `id` is the record's. */
  readonly replies: readonly {
    readonly httpStatus: number;
    readonly message: string;
    readonly id: string;
  }[];
  /** The receiver did with it what it should have. */
  readonly isAsExpected: boolean;
}
