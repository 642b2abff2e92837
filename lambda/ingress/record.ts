import type { IdentifiedDelivery, RecordedDelivery, RejectedRequest } from '../model/delivery.ts';
import { isDigestKey } from './identify.ts';
import type { AuditTrail } from './ports.ts';
import { recordAnswer } from './record-answer.ts';
import { recordedAt } from './recorded-at.ts';

/**
 * Makes the delivery durable. The first accepted delivery of an event is the duplicate guard itself; a later one gets a record of its own.
 * An event that is still `received` is enqueued once more: its first enqueue may never have happened, and the worker's claim makes a second message harmless.
 */
export async function record(
  delivery: IdentifiedDelivery,
  audit: AuditTrail,
): Promise<RecordedDelivery | RejectedRequest> {
  if (delivery.callback !== undefined) return recordAnswer(delivery, delivery.callback, audit);
  const recording = await audit.recordEvent(delivery);
  if (recording.kind === 'created')
    return recordedAt(delivery, { recordedAs: 'event', mustEnqueue: true });
  const isSame =
    isDigestKey(delivery.idempotencyKey) || recording.bodySha256 === delivery.bodySha256;
  const recordedAs = isSame ? 'duplicate' : 'conflict';
  await audit.recordAgain(delivery, recordedAs, recording.recordId);
  const mustEnqueue = isSame && recording.status === 'received';
  return recordedAt(delivery, { recordedAs, mustEnqueue });
}

/** Puts a refused request on record. A request for a source that does not exist belongs to no audit trail; the log has it. */
export async function recordRejection(rejected: RejectedRequest, audit: AuditTrail): Promise<void> {
  if (rejected.source !== undefined) await audit.recordRejection(rejected);
}
