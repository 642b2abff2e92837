import { callbackExpiredType, callbackKey, type OpenCallback } from '../model/callback.ts';
import type { IdentifiedDelivery, RecordedDelivery, RejectedRequest } from '../model/delivery.ts';
import { reject } from '../model/delivery.ts';
import type { AuditTrail, EventRecording } from './ports.ts';
import { recordedAt } from './recorded-at.ts';

/**
 * Makes the answer to a callback durable and uses the callback up, in the one write that the record is: of concurrent answers one wins. The
 * same answer once more, while the first is on its way to its handler, is a redelivery: its sender may have seen no reply. Any other finds the
 * callback used up.
 */
export async function recordAnswer(
  delivery: IdentifiedDelivery,
  callback: OpenCallback,
  audit: AuditTrail,
): Promise<RecordedDelivery | RejectedRequest> {
  for (let use = 1; use <= callback.uses; use += 1) {
    const answer = { ...delivery, idempotencyKey: callbackKey(callback.digest, use) };
    const recording = await audit.recordEvent(answer);
    if (recording.kind === 'created')
      return recordedAt(answer, { recordedAs: 'event', mustEnqueue: true });
    if (recording.eventType === callbackExpiredType)
      return reject(delivery, 'callback-expired', 'callback');
    if (recording.contentSha256 !== delivery.contentSha256) continue;
    if (!isUnderWay(recording)) break;
    await audit.recordAgain(answer, 'duplicate', recording.recordId);
    const mustEnqueue = recording.status === 'received';
    return recordedAt(answer, { recordedAs: 'duplicate', mustEnqueue });
  }
  return reject(delivery, 'callback-used', 'callback');
}

const isUnderWay = ({ status }: Extract<EventRecording, { readonly kind: 'existing' }>): boolean =>
  status === 'received' || status === 'processing';
