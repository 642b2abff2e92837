import type { Strength } from '../model/source.ts';

/** One event, as a handler sees it. Everything here was verified at the strength that `strength` names. */
export interface DeliveredEvent {
  readonly source: string;
  readonly provider: string;
  /** The sender's id of the event; stays the same when the sender sends it again. */
  readonly eventId?: string;
  readonly eventType?: string;
  /** Names the event for your own systems: pass it on wherever an effect must happen once. */
  readonly idempotencyKey: string;
  /** Id of the event's audit record. */
  readonly recordId: string;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly strength: Strength;
  /** `provider-api` where an operator fetched the event from its provider because it never arrived, `expiry` where a callback was not answered. */
  readonly origin?: 'provider-api' | 'expiry';
  /** Present where the source has tenants: whose secret proved the event. */
  readonly tenant?: string;
  /** Present where the event answers a callback, or says that no answer came (type `callback.expired`, empty body). */
  readonly callback?: CalledBack;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The exact bytes that were received. */
  readonly body: Uint8Array;
  /** The body as UTF-8 text. */
  text(): string;
  /** The body parsed as JSON; throws `NonRetryable` when it is not JSON. */
  json(): unknown;
}

/** What the caller said when the callback was minted. */
export interface CalledBack {
  /** The caller's name for what he waits for. */
  readonly ref: string;
  /** What the caller wanted to have at hand; undefined where that was nothing. */
  readonly data: unknown;
  /** Which of the answers this is, from 1 on, and how many the callback takes. */
  readonly use: number;
  readonly uses: number;
}

/** Circumstances of one attempt. */
export interface HandlerContext {
  /** 1 for the first run of the handler over this event; goes on counting over replays. */
  readonly attempt: number;
  /** An operator had the event handled again, perhaps after it took effect: the idempotency key is the same as before. */
  readonly isReplay: boolean;
  /** Names the operator's order, where there was one. */
  readonly replayId?: string;
  /** Instant in epoch milliseconds by which the handler must be done. */
  readonly deadlineMs: number;
  /** Aborts at the deadline, and when another worker took the event over: pass it to `fetch` and the like. */
  readonly signal: AbortSignal;
}

export interface Handler {
  /** Source id, or `*` for events that no other handler takes. */
  readonly source: string;
  /** Event types; left out, all of them but `callback.expired`, which is no answer. */
  readonly types?: readonly string[];
  /** Weakest proof that the handler acts upon; an event with a weaker one fails at once. Default: `address`, any. */
  readonly atLeast?: Strength;
  /** Returns when the effect has happened. A thrown error means: try again; `NonRetryable` means: do not. */
  handle(event: DeliveredEvent, context: HandlerContext): Promise<void> | void;
}

const defined = new WeakSet<object>();

/** Declares a handler; export the result from a file in `lambda/handlers/`, and it is found. */
export function defineHandler(handler: Handler): Handler {
  defined.add(handler);
  return handler;
}

/** Whether this value came from `defineHandler`. */
export function isHandler(value: unknown): value is Handler {
  return typeof value === 'object' && value !== null && defined.has(value);
}

/** It is too early for this event: it is tried again in so many seconds, and no attempt is used up. */
export class NotYet extends Error {
  readonly inSeconds: number;
  constructor(message: string, inSeconds: number) {
    super(message);
    this.name = 'NotYet';
    this.inSeconds = inSeconds;
  }
}

/** Thrown by a handler for an event that no repetition can help: it goes to `failed` at once. */
export class NonRetryable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NonRetryable';
  }
}
