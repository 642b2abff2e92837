import type { IdentifiedDelivery, RecordedDelivery, RejectedRequest } from '../model/delivery.ts';
import { isDigestKey } from './identify.ts';
import type { AuditTrail } from './ports.ts';

/**
 * Makes the delivery durable. The first accepted delivery of an event is the duplicate guard itself; a later one gets a record of its own.
 * An event that is still `received` is enqueued once more: its first enqueue may never have happened, and the worker's claim makes a second message harmless.
 */
export async function record(
  delivery: IdentifiedDelivery,
  audit: AuditTrail,
): Promise<RecordedDelivery> {
  const { request, source, checks, strength, idempotencyKey, orderGroup } = delivery;
  const at = {
    stage: 'recorded',
    request,
    source,
    checks,
    event: {
      key: { sourceId: source.id, idempotencyKey },
      strength,
      ...(orderGroup === undefined ? {} : { orderGroup }),
    },
  } as const;
  const recording = await audit.recordEvent(delivery);
  if (recording.kind === 'created') return { ...at, recordedAs: 'event', mustEnqueue: true };
  const isSame = isDigestKey(idempotencyKey) || recording.bodySha256 === delivery.bodySha256;
  const recordedAs = isSame ? 'duplicate' : 'conflict';
  await audit.recordAgain(delivery, recordedAs, recording.recordId);
  const mustEnqueue = recordedAs === 'duplicate' && recording.status === 'received';
  return { ...at, recordedAs, mustEnqueue };
}

/** Puts a refused request on record. A request for a source that does not exist belongs to no audit trail; the log has it. */
export async function recordRejection(rejected: RejectedRequest, audit: AuditTrail): Promise<void> {
  if (rejected.source !== undefined) await audit.recordRejection(rejected);
}
