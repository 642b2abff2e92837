import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { WorkMessage } from '../worker/ports.ts';

export function toWorkMessage({
  messageId,
  receiptHandle,
  body,
  eventSourceARN,
  attributes,
}: SQSRecord): WorkMessage {
  return {
    messageId,
    receiptHandle,
    text: body,
    queueArn: eventSourceARN,
    // On a standard queue the group marks the tenant and keeps no order.
    ...(eventSourceARN.endsWith('.fifo') && attributes.MessageGroupId !== undefined
      ? { orderGroup: attributes.MessageGroupId }
      : {}),
  };
}

/** Names the messages that the queue must show again; the others are deleted. */
export function toBatchResponse(
  results: readonly { readonly messageId: string; readonly acknowledgement: 'ack' | 'retry' }[],
): SQSBatchResponse {
  return {
    batchItemFailures: results
      .filter(({ acknowledgement }) => acknowledgement === 'retry')
      .map(({ messageId }) => ({ itemIdentifier: messageId })),
  };
}
