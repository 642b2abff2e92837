import { type Reason, rejectionOf } from './rejection.ts';

/** What the sender gets to see. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A JSON reply with the delivery's id; nothing else about us or about the verdict. */
export function jsonReply(
  status: number,
  message: string,
  deliveryId: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-sallyport-id': deliveryId, ...headers },
    body: JSON.stringify({ message, id: deliveryId }),
  };
}

/** The public reply to a refused request: equal for all reasons that share a status. */
export function rejectionReply(reason: Reason, deliveryId: string): Reply {
  const { status, publicMessage, retryAfterSeconds } = rejectionOf(reason);
  return jsonReply(
    status,
    publicMessage,
    deliveryId,
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}
