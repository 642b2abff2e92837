import type { IdentifiedDelivery, RecordedDelivery } from '../model/delivery.ts';

/** The stage behind the record. */
export function recordedAt(
  delivery: IdentifiedDelivery,
  as: Pick<RecordedDelivery, 'recordedAs' | 'mustEnqueue'>,
): RecordedDelivery {
  const { request, source, checks, strength, idempotencyKey, orderGroup, callback } = delivery;
  return {
    stage: 'recorded',
    request,
    source,
    checks,
    ...(callback && { callback }),
    event: {
      key: { sourceId: source.id, idempotencyKey },
      strength,
      ...(orderGroup === undefined ? {} : { orderGroup }),
    },
    ...as,
  };
}
