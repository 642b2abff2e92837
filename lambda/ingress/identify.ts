import { sha256Hex } from '../crypto/hash.ts';
import type { FreshRequest, IdentifiedDelivery } from '../model/delivery.ts';
import { signedHeaders } from '../model/signature-scheme.ts';
import type { Source } from '../model/source.ts';
import { valueAt } from './value-at.ts';

/** Longest event id that becomes a key as it is; DynamoDB takes 2,048 bytes for the whole partition key. */
const maxKeyedIdLength = 256;

/** Names the event: its id and type as the sender gives them, and the idempotency key that decides what counts as the same event. */
export function identify(fresh: FreshRequest): IdentifiedDelivery {
  const { eventId: rule, eventType: typeAt } = fresh.source;
  const bodySha256 = sha256Hex(fresh.request.body);
  const eventId = rule.kind === 'located' ? valueAt(fresh.request, rule.at) : undefined;
  const eventType = typeAt === undefined ? undefined : valueAt(fresh.request, typeAt);
  return {
    ...fresh,
    stage: 'identified',
    ...(eventId === undefined ? {} : { eventId }),
    ...(eventType === undefined ? {} : { eventType }),
    bodySha256,
    idempotencyKey: idempotencyKey(fresh, eventId, bodySha256),
  };
}

/**
 * The event id where the signature covers it, else the digest of the body. An unsigned id must not decide:
 * whoever holds one captured request could send it again under a new id. Key forms are prefixed, so that none can pose as another.
 */
function idempotencyKey(
  fresh: FreshRequest,
  eventId: string | undefined,
  bodySha256: string,
): string {
  if (fresh.source.eventId.kind === 'none') return `delivery:${fresh.request.deliveryId}`;
  if (eventId === undefined || !idIsTrusted(fresh.source)) return `sha256:${bodySha256}`;
  return eventId.length <= maxKeyedIdLength ? `id:${eventId}` : `id-sha256:${sha256Hex(eventId)}`;
}

function idIsTrusted({ eventId, signature }: Source): boolean {
  if (eventId.kind !== 'located') return false;
  if (eventId.trustUnsigned || signature === undefined) return true;
  return 'json' in eventId.at || signedHeaders(signature).includes(eventId.at.header);
}
