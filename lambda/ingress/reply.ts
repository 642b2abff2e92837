import type { QueuedDelivery, RejectedRequest } from '../model/delivery.ts';
import { jsonReply, type Reply, rejectionReply } from '../model/reply.ts';
import { renderReply } from '../schemes/render-reply.ts';
import { signedRequest } from './signed-request.ts';

/** The reply that stops the sender from sending again; a conflict is answered as the source says. */
export function acknowledge(queued: QueuedDelivery): Reply {
  const { deliveryId } = queued.request;
  return queued.recordedAs === 'conflict' && queued.source.onConflict === 409
    ? jsonReply(409, 'conflict', deliveryId)
    : (wantedReply(queued) ?? jsonReply(200, 'accepted', deliveryId));
}

/** What the provider takes for an acknowledgement, where that is not ours. */
function wantedReply({ source, request }: QueuedDelivery): Reply | undefined {
  const wanted = source.replies?.accepted;
  const { deliveryId } = request;
  return wanted && renderReply(wanted, { request: signedRequest(request, source), deliveryId });
}

/** The reply to a refused request; it never says which check failed. */
export function refuse(rejected: RejectedRequest): Reply {
  const plain = rejectionReply(rejected.reason, rejected.request.deliveryId);
  const status =
    plain.status === 403 ? (rejected.source?.replies?.rejectedStatus ?? 403) : plain.status;
  const reply = { ...plain, status };
  if (rejected.reason !== 'method-not-allowed' || rejected.source === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, allow: rejected.source.methods.join(', ') } };
}
