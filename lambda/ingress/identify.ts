import { sha256Hex } from '../crypto/hash.ts';
import { callbackExpiredType } from '../model/callback.ts';
import type { FreshRequest, IdentifiedDelivery } from '../model/delivery.ts';
import { covers } from '../model/signature-coverage.ts';
import { type Source, secretPlaces } from '../model/source.ts';
import { keyWithoutTenant, tenantKey, tenantOf } from '../model/tenant.ts';
import { textsAt } from '../schemes/single-value.ts';

/** Longest event id that becomes a key as it is; DynamoDB takes 2,048 bytes for the whole partition key. */
const maxKeyedIdLength = 256;

/** Names the event: its id and type as the sender gives them, and the idempotency key that decides what counts as the same event. */
export function identify(fresh: FreshRequest): IdentifiedDelivery {
  const { eventId: rule, eventType: typeAt } = fresh.source;
  const { contentSha256 = sentSha256(fresh), ...rest } = fresh;
  const bodySha256 = sha256Hex(fresh.request.body);
  const eventId = rule.kind === 'located' ? textsAt(fresh.request, rule.at)[0] : undefined;
  const eventType = typeAt === undefined ? undefined : textsAt(fresh.request, typeAt)[0];
  // Ours alone: no sender can say that nobody answered.
  const isSenders = eventType !== callbackExpiredType;
  const tenant = tenantOf(fresh.source, fresh.request);
  const orderGroup = orderGroupOf(fresh, tenant);
  return {
    ...rest,
    stage: 'identified',
    ...(eventId ? { eventId } : {}),
    ...(eventType && isSenders ? { eventType } : {}),
    bodySha256,
    contentSha256,
    ...(orderGroup === undefined ? {} : { orderGroup }),
    idempotencyKey: tenantKey(
      tenant,
      idempotencyKey(fresh.source, {
        deliveryId: fresh.request.deliveryId,
        eventId,
        contentSha256,
      }),
    ),
  };
}

/**
 * Group of the events that must keep their order; those without the value stand in one group, and two tenants' equal values are those of two
 * groups. A digest, because a group name is short.
 */
function orderGroupOf({ request, source }: FreshRequest, tenant?: string): string | undefined {
  const orderedBy = source.lane?.orderedBy;
  if (orderedBy === undefined) return undefined;
  return orderedBy === 'source'
    ? 'source'
    : sha256Hex(tenantKey(tenant, textsAt(request, orderedBy)[0] ?? ''));
}

/**
 * Digest of what a request says whose signature names no content of its own: its body, and its query where it has one. A receipt that comes by
 * GET says all of it there, and two of them must not be taken for one. Two digests then, one behind the other: no body has the digest of a query.
 */
function sentSha256({ request, source }: FreshRequest): string {
  const secret = secretPlaces(source).query;
  const said = [...request.query].filter(([name]) => !secret.includes(name)).sort();
  if (said.length === 0 || source.signature !== undefined) return sha256Hex(request.body);
  return `${sha256Hex(JSON.stringify(said))}${sha256Hex(request.body)}`;
}

const digestPrefix = 'sha256:';

/** Whether the key is made of what was signed: then two deliveries under it say the same, whatever else differs. */
export const isDigestKey = (key: string): boolean => keyWithoutTenant(key).startsWith(digestPrefix);

interface Names {
  readonly deliveryId: string;
  readonly eventId: string | undefined;
  readonly contentSha256: string;
}

/**
 * The event id where the signature covers it, else the digest of what is signed. An unsigned id must not decide:
 * whoever holds one captured request could send it again under a new id. Key forms are prefixed, so that none can pose as another.
 */
function idempotencyKey(source: Source, { deliveryId, eventId, contentSha256 }: Names): string {
  if (source.eventId.kind === 'none') return `delivery:${deliveryId}`;
  if (!eventId || !idIsTrusted(source)) return `${digestPrefix}${contentSha256}`;
  return eventIdKey(eventId);
}

/** The idempotency key of an event whose id decides. */
export const eventIdKey = (eventId: string): string =>
  eventId.length <= maxKeyedIdLength ? `id:${eventId}` : `id-sha256:${sha256Hex(eventId)}`;

function idIsTrusted({ eventId, signature }: Source): boolean {
  if (eventId.kind !== 'located') return false;
  return eventId.trustUnsigned || signature === undefined || covers(signature, eventId.at);
}
