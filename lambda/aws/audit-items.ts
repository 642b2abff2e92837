import { sha256Hex } from '../crypto/hash.ts';
import type { AnsweredHandshake } from '../ingress/answer-handshake.ts';
import type { AuditRecord } from '../model/audit-record.ts';
import {
  againSortKey,
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
import { daysToSeconds, toIso } from '../model/time.ts';
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
    expiresAt: expiry(delivery.request, keeping),
    status: 'received',
    idempotencyKey: delivery.idempotencyKey,
    openShard: openShard(shardOf(deliveryId)),
    dueAtMs: keeping.dueAtMs,
    sweeps: 0,
    ...(delivery.orderGroup === undefined ? {} : { orderGroup: delivery.orderGroup }),
    ...body,
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
  const { eventId, eventType, secretVersion, origin } = delivery;
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
  };
}

function requestFields(request: NormalizedRequest, source: Source) {
  const secret = secretPlaces(source);
  return {
    id: request.deliveryId,
    listingShard: listingShard(source.id, shardOf(request.deliveryId)),
    source: source.id,
    provider: source.provider,
    receivedAt: toIso(request.receivedAtMs),
    sourceIp: request.sourceIp,
    method: request.method,
    headers: redact(request.headers, secret.headers),
    query: redact(request.query, secret.query),
    bodyBytes: request.body.byteLength,
    attempts: 0,
    deliveries: 0,
  };
}

const expiry = (request: NormalizedRequest, keeping: Pick<Keeping, 'retentionDays'>): number =>
  Math.floor(request.receivedAtMs / 1000) + daysToSeconds(keeping.retentionDays);

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
