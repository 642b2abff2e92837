import type { EventStatus } from './audit-record.ts';

/** Who makes a transition. */
type Actor = 'ingress' | 'worker' | 'dead-letters' | 'sweeper' | 'operator';

/** One way in which an event's record may change. There are no others. */
export interface EventTransition {
  readonly by: Actor;
  /** States in which the condition can hold. */
  readonly from: readonly (EventStatus | 'absent')[];
  /** State afterwards; `same` leaves it. */
  readonly to: EventStatus | 'same';
  /** DynamoDB condition expression. `#status` is the status; `:received` and the like stand for the states of those names. */
  readonly condition: string;
  /** DynamoDB update expression; absent where the whole record is written. */
  readonly update?: string;
}

/** Whoever holds the claim may settle it: a worker that lost its lease changes nothing. */
const ownClaim = '#status = :processing AND claimToken = :token';
/** Nobody works on it: waiting, or left by a worker whose lease has ended. */
const free = '#status = :received OR (#status = :processing AND claimedUntilMs < :now)';
const claimable = `${free} OR (${ownClaim})`;
const settled = '#status = :done OR #status = :failed';

const note = 'history = list_append(if_not_exists(history, :nothing), :entry)';
const endClaim = 'REMOVE claimToken, claimedUntilMs';
const close = `${endClaim}, openShard, dueAtMs`;
/** From the index of open events to that of failed ones. */
const fall = 'failedShard = openShard';

/**
 * THE state machine of an event's record. The storage code is generated from this table, and the model test admits no change that is not in it.
 *
 * ```
 * absent ─record─▶ received ─claim─▶ processing ─complete─▶ done
 *                     ▲  ▲               │  │  └────fail───▶ failed
 *                     │  └────release────┘  └─claim (lease ended)
 *                     └──replay── done, failed
 * ```
 */
export const eventTransitions = {
  /** The first accepted delivery: this condition is the duplicate guard. */
  record: {
    by: 'ingress',
    from: ['absent'],
    to: 'received',
    condition: 'attribute_not_exists(pk)',
  },
  /**
   * The event's way to one destination begins: the record of that way. One of an earlier event under the same key is as good as absent: that event
   * expired, and DynamoDB has not come to its way yet.
   */
  forward: {
    by: 'worker',
    from: ['absent'],
    to: 'received',
    condition: 'attribute_not_exists(pk) OR eventRecordId <> :event',
  },
  /** A later delivery of the same event; not the same delivery sent twice by the SDK. */
  redeliver: {
    by: 'ingress',
    from: ['received', 'processing', 'done', 'failed'],
    to: 'same',
    condition: 'attribute_exists(pk) AND id <> :id',
    update: 'ADD deliveries :one',
  },
  /** The right to run the handler until the lease ends. A claim whose answer was lost may be made again by the same worker. */
  claim: {
    by: 'worker',
    from: ['received', 'processing'],
    to: 'processing',
    condition: claimable,
    update:
      'SET #status = :processing, claimToken = :token, claimedUntilMs = :until, dueAtMs = :due ADD attempts :one',
  },
  /** A handler that takes long keeps its lease. */
  renew: {
    by: 'worker',
    from: ['processing'],
    to: 'processing',
    condition: ownClaim,
    update: 'SET claimedUntilMs = :until, dueAtMs = :due',
  },
  /** The handler returned, or no handler takes the event. */
  complete: {
    by: 'worker',
    from: ['processing'],
    to: 'done',
    condition: ownClaim,
    update: `SET #status = :done, outcome = :outcome, settledAt = :at, settledToken = :token, ${note} ${close}`,
  },
  /** No repetition can help, or all attempts are used up. */
  fail: {
    by: 'worker',
    from: ['processing'],
    to: 'failed',
    condition: ownClaim,
    update: `SET #status = :failed, outcome = :outcome, lastError = :error, settledAt = :at, settledToken = :token, ${fall}, ${note} ${close}`,
  },
  /** The attempt failed and is repeated after a pause. `:unused` is 1 where it does not count, because the handler was never reached. */
  release: {
    by: 'worker',
    from: ['processing'],
    to: 'received',
    condition: ownClaim,
    update: `SET #status = :received, lastError = :error, dueAtMs = :due, settledToken = :token, ${note} ${endClaim} ADD attemptBase :unused`,
  },
  /** The queue gave the message up, and so did every attempt: its workers died. `:attempts` is what the decision was based on. */
  giveUp: {
    by: 'dead-letters',
    from: ['received', 'processing'],
    to: 'failed',
    condition: `(${free}) AND attempts = :attempts`,
    update: `SET #status = :failed, outcome = :outcome, lastError = :error, settledAt = :at, ${fall}, ${note} ${close}`,
  },
  /** An open event that is overdue is enqueued once more; one sweeper wins. */
  postpone: {
    by: 'sweeper',
    from: ['received', 'processing'],
    to: 'same',
    condition: 'attribute_exists(openShard) AND dueAtMs = :due',
    update: 'SET dueAtMs = :next ADD sweeps :one',
  },
  /** The operator wants it handled again: once per replay, and not without a body. What happened before stays in the history. */
  replay: {
    by: 'operator',
    from: ['done', 'failed'],
    to: 'received',
    condition: `(${settled}) AND attribute_not_exists(bodyErasedAt) AND (attribute_not_exists(replayId) OR replayId <> :replayId) AND (attribute_not_exists(history) OR size(history) < :most)`,
    update: `SET #status = :received, openShard = :shard, dueAtMs = :due, sweeps = :zero, replayId = :replayId, attemptBase = attempts, ${note} REMOVE outcome, settledAt, lastError, failedShard`,
  },
  /** The body is gone; its digest, its size and everything else stay. Holds for records that are no events, too: rejections may have a body. */
  eraseBody: {
    by: 'operator',
    from: ['done', 'failed'],
    to: 'same',
    condition: 'attribute_exists(pk) AND attribute_not_exists(openShard)',
    update: `SET bodyErasedAt = :at, ${note} REMOVE body, bodyKey, bodyEncoding`,
  },
} as const satisfies Record<string, EventTransition>;

export type EventTransitionName = keyof typeof eventTransitions;

/** Transitions that change a record which is there. */
export type EventChange = {
  [Name in EventTransitionName]: (typeof eventTransitions)[Name] extends { readonly update: string }
    ? Name
    : never;
}[EventTransitionName];
