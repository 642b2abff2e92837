import type { Destination } from '../../../lambda/model/destination.ts';
import type { RecordPage } from './api-records.ts';

export type * from './api-records.ts';

/*
 * What the console's server and its page say to each other, all of it JSON. Every answer that is no 2xx is an `ApiError`.
 *
 * | request | answer |
 * |---|---|
 * | `GET /api/receiver` | `ReceiverView` |
 * | `GET /api/records?…` (`RecordQuery`) | `RecordPage` |
 * | `GET /api/records/ID` | `RecordDetail`; the `/` in the id of an event's way to a destination is encoded as `%2F` |
 * | `GET /api/records/ID/body` | the stored bytes, as a download |
 * | `GET /api/live?…` (`source`, `tenant`, `reason`, `type`, `text` of `RecordQuery`) | server-sent events: `records` with `readonly RecordRow[]`, newest first, of every status, as a record may leave the one that was asked for; `trouble` with `ApiError` |
 * | `GET /api/callbacks?…` (`CallbackQuery`) | `CallbacksView` |
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
  /** To be given to the provider; what differs from request to request stands in angle brackets. */
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
  /** Its addresses are minted, one for the answer to each call. */
  readonly takesCallbacks: boolean;
  /** Present where each tenant has an address and a secret of its own. */
  readonly tenants?: TenantsView;
  readonly destinations: readonly DestinationView[];
}

export interface SecretView {
  readonly state: 'set' | 'not-set' | 'not-needed' | 'unreadable';
  /** When the current version was stored. ISO 8601. */
  readonly since?: string;
  /** A version before it is still accepted. */
  readonly hasPrevious: boolean;
}

export interface TenantsView {
  /** Those that have a secret, at most 100. None where they cannot be read. */
  readonly names: readonly string[];
  /** How many of those that were looked at have no secret yet: their senders are told to come again. */
  readonly withoutSecret: number;
  /** There are more than 100. */
  readonly hasMore: boolean;
}

export interface DestinationView {
  readonly id: string;
  readonly kind: Destination['kind'];
  /** What goes there and how fast, in words; all of it holds. */
  readonly rules: readonly string[];
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
  /** Events, and ways to destinations, by the receipt of the event. */
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
  /** Whose sender it is, where the source has tenants. Default: the first that has a secret. */
  readonly tenant?: string;
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
