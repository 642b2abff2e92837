import type { QueuedDelivery, RejectedRequest } from '../model/delivery.ts';
import { jsonReply, type Reply, rejectionReply } from '../model/reply.ts';

/** The reply that stops the sender from sending again; a conflict is answered as the source says. */
export function acknowledge(queued: QueuedDelivery): Reply {
  const { deliveryId } = queued.request;
  return queued.recordedAs === 'conflict' && queued.source.onConflict === 409
    ? jsonReply(409, 'conflict', deliveryId)
    : jsonReply(200, 'accepted', deliveryId);
}

/** The reply to a refused request; it never says which check failed. */
export function refuse(rejected: RejectedRequest): Reply {
  const reply = rejectionReply(rejected.reason, rejected.request.deliveryId);
  if (rejected.reason !== 'method-not-allowed' || rejected.source === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, allow: rejected.source.methods.join(', ') } };
}
