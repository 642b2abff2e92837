import { sha256Hex } from '../crypto/hash.ts';
import type { AnsweredHandshake } from '../ingress/answer-handshake.ts';
import type { AuditRecord } from '../model/audit-record.ts';
import {
  againSortKey,
  eventItemSortKey,
  eventPartition,
  eventSortKey,
  handshakePartition,
  listingShard,
  openShard,
  rejectedPartition,
  shardOf,
} from '../model/audit-table.ts';
import type { IdentifiedDelivery, RejectedRequest } from '../model/delivery.ts';
import { redact } from '../model/redaction.ts';
import type { NormalizedRequest } from '../model/request.ts';
import { type Source, secretPlaces } from '../model/source.ts';
import { tenantOf } from '../model/tenant.ts';
import { daysToSeconds, toIso } from '../model/time.ts';
import type { StepWaiter } from '../model/waiter.ts';
import { inlineBody, type StoredBody } from './body-codec.ts';

/** How the audit table stores a delivery. Attributes beyond the record's own fields steer keys, indexes, expiry and the claim. */
export interface AuditItem extends AuditRecord {
  readonly pk: string;
  readonly sk: string;
  readonly listingShard: string;
  readonly expiresAt: number;
}

export interface EventItem extends AuditItem {
  readonly idempotencyKey: string;
  /** Present while the event is neither done nor failed. */
  readonly openShard?: string;
  /** Present while the event is failed. */
  readonly failedShard?: string;
  readonly dueAtMs?: number;
  readonly sweeps: number;
  /** Names the worker that runs the handler, until `claimedUntilMs`. */
  readonly claimToken?: string;
  readonly claimedUntilMs?: number;
  /** The claim that was settled last: a worker whose answer was lost finds its own here. */
  readonly settledToken?: string;
  /** Attempts before the last replay: a replayed event has all of them once more. */
  readonly attemptBase?: number;
  readonly replayId?: string;
  /** Events of one group are handled in order, where the source asks for it. */
  readonly orderGroup?: string;
  /** Of an answer to a callback: what it says, what its caller keeps at hand, and who waits for it. */
  readonly contentSha256?: string;
  readonly callbackData?: string;
  /** How many answers its callback takes, where that is more than one. */
  readonly callbackUses?: number;
  readonly waiter?: StepWaiter;
  readonly bodyEncoding?: 'br' | 'identity';
  readonly body?: Uint8Array;
  readonly bodyKey?: string;
}

interface Keeping {
  readonly retentionDays: number;
  /** When the sweeper looks after the event if nobody did. */
  readonly dueAtMs: number;
}

export function eventItem(
  delivery: IdentifiedDelivery,
  body: StoredBody,
  keeping: Keeping,
): EventItem {
  const { deliveryId } = delivery.request;
  return {
    ...acceptedFields(delivery),
    pk: eventPartition({ sourceId: delivery.source.id, idempotencyKey: delivery.idempotencyKey }),
    sk: eventSortKey,
    expiresAt: eventExpiry(delivery, keeping),
    status: 'received',
    idempotencyKey: delivery.idempotencyKey,
    openShard: openShard(shardOf(deliveryId)),
    dueAtMs: keeping.dueAtMs,
    sweeps: 0,
    ...(delivery.orderGroup === undefined ? {} : { orderGroup: delivery.orderGroup }),
    ...answerFields(delivery),
    ...body,
  };
}

/** What an answer keeps of its callback. */
const ofCallback = ['callbackData', 'callbackUses', 'waiter'] as const;

function answerFields({
  callback,
  contentSha256,
}: IdentifiedDelivery): Pick<EventItem, 'contentSha256' | (typeof ofCallback)[number]> {
  if (callback === undefined) return {};
  const { data, uses, waiter } = callback;
  return {
    contentSha256,
    ...(data && { callbackData: data }),
    ...(uses > 1 && { callbackUses: uses }),
    ...(waiter && { waiter }),
  };
}

export function againItem(
  delivery: IdentifiedDelivery,
  as: { readonly status: 'duplicate' | 'conflict'; readonly eventRecordId: string },
  keeping: Pick<Keeping, 'retentionDays'>,
): AuditItem {
  return {
    ...acceptedFields(delivery),
    pk: eventPartition({ sourceId: delivery.source.id, idempotencyKey: delivery.idempotencyKey }),
    sk: againSortKey(delivery.request.deliveryId),
    expiresAt: expiry(delivery.request, keeping),
    ...as,
  };
}

/** Largest body of a refused request that is looked at for keeping: a flood of forgeries must stay cheap. */
const maxRefusedBytes = 32 * 1024;

/**
 * The body of a request whose signature or timestamp was refused, where it is small: without it nobody can say why. What was refused before
 * that leaves its size and digest alone.
 */
function refusedBody({ request, checks }: RejectedRequest): Partial<StoredBody> {
  const failed = checks.find(({ result }) => result === 'failed')?.check;
  const isWanted = failed === 'signature' || failed === 'freshness';
  return isWanted && request.body.byteLength <= maxRefusedBytes
    ? (inlineBody(request.body) ?? {})
    : {};
}

/** An event's way to one destination: a record of its own, with states, attempts and history of its own. Its body stays with the event. */
export function forwardItem(
  event: EventItem,
  destination: string,
  { dueAtMs }: Pick<Keeping, 'dueAtMs'>,
): Omit<EventItem, 'listingShard'> {
  const { pk, source, provider, idempotencyKey, receivedAt, expiresAt, waiter } = event;
  const { strength, eventId, eventType, callback, tenant, bodyBytes, bodySha256 } = event;
  return {
    pk,
    sk: eventItemSortKey({ destination }),
    id: `${event.id}/${destination}`,
    destination,
    eventRecordId: event.id,
    source,
    provider,
    status: 'received',
    idempotencyKey,
    receivedAt,
    sourceIp: event.sourceIp,
    method: event.method,
    headers: {},
    query: {},
    bodyBytes,
    bodySha256,
    attempts: 0,
    deliveries: 1,
    checks: [],
    sweeps: 0,
    openShard: openShard(shardOf(event.id)),
    dueAtMs,
    expiresAt,
    ...(strength && { strength }),
    ...(eventId && { eventId }),
    ...(eventType && { eventType }),
    ...(callback && { callback }),
    ...(tenant && { tenant }),
    ...(waiter && { waiter }),
  };
}

/** A refused request is kept small. */
export function rejectionItem(
  rejected: RejectedRequest & { readonly source: Source },
  keeping: Pick<Keeping, 'retentionDays'>,
): AuditItem {
  const { request, source, reason } = rejected;
  return {
    ...requestFields(request, source),
    pk: rejectedPartition(source.id, request.deliveryId),
    sk: eventSortKey,
    expiresAt: expiry(request, keeping),
    status: 'rejected',
    reason,
    bodySha256: sha256Hex(request.body),
    checks: rejected.checks,
    ...refusedBody(rejected),
  };
}

/** An answered handshake: no event, no body, done at once. */
export function handshakeItem(
  { request, source, checks }: AnsweredHandshake,
  keeping: Pick<Keeping, 'retentionDays'>,
): AuditItem {
  return {
    ...requestFields(request, source),
    pk: handshakePartition(source.id, request.deliveryId),
    sk: eventSortKey,
    expiresAt: expiry(request, keeping),
    status: 'done',
    outcome: 'handshake',
    settledAt: toIso(request.receivedAtMs),
    bodySha256: sha256Hex(request.body),
    checks,
  };
}

function acceptedFields(delivery: IdentifiedDelivery) {
  const { eventId, eventType, secretVersion, origin, callback } = delivery;
  return {
    ...requestFields(delivery.request, delivery.source),
    strength: delivery.strength,
    idempotencyKey: delivery.idempotencyKey,
    bodySha256: delivery.bodySha256,
    checks: delivery.checks,
    deliveries: 1,
    ...(eventId === undefined ? {} : { eventId }),
    ...(eventType === undefined ? {} : { eventType }),
    ...(secretVersion === undefined ? {} : { secretVersion }),
    ...(origin === undefined ? {} : { origin }),
    ...(callback === undefined ? {} : { callback: { ref: callback.ref } }),
  };
}

function requestFields(request: NormalizedRequest, source: Source) {
  const secret = secretPlaces(source);
  const tenant = tenantOf(source, request);
  return {
    id: request.deliveryId,
    listingShard: listingShard(source.id, shardOf(request.deliveryId)),
    source: source.id,
    provider: source.provider,
    ...(tenant === undefined ? {} : { tenant }),
    receivedAt: toIso(request.receivedAtMs),
    sourceIp: request.sourceIp,
    method: request.method,
    headers: redact(request.headers, secret.headers, request.pathToken),
    query: redact(request.query, secret.query, request.pathToken),
    bodyBytes: request.body.byteLength,
    attempts: 0,
    deliveries: 0,
  };
}

const expiry = (request: NormalizedRequest, keeping: Pick<Keeping, 'retentionDays'>): number =>
  Math.floor(request.receivedAtMs / 1000) + daysToSeconds(keeping.retentionDays);

/** The record of an answer is what uses its callback up: it must not go before the callback's time has run out. */
const eventExpiry = ({ request, callback }: IdentifiedDelivery, keeping: Keeping): number =>
  Math.max(
    expiry(request, keeping),
    callback === undefined ? 0 : Math.ceil(callback.expiresAtMs / 1000) + daysToSeconds(1),
  );

/** Attributes that steer storage and say nothing of the delivery. */
const storageAttributes = [
  'pk',
  'sk',
  'listingShard',
  'openShard',
  'failedShard',
  'dueAtMs',
  'sweeps',
  'claimToken',
  'claimedUntilMs',
  'settledToken',
  'attemptBase',
  'replayId',
  'orderGroup',
  'contentSha256',
  ...ofCallback,
  'expiresAt',
  'body',
  'bodyKey',
  'bodyEncoding',
] as const satisfies readonly (keyof EventItem)[];

/** The audit record inside a stored item. */
export function toAuditRecord(item: Readonly<Record<string, unknown>>): AuditRecord {
  const hidden: readonly string[] = storageAttributes;
  const fields = Object.entries(item).filter(([name]) => !hidden.includes(name));
  return Object.fromEntries(fields) as unknown as AuditRecord;
}
