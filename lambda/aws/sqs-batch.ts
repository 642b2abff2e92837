import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { Attempt } from '../worker/consume.ts';
import type { WorkMessage } from '../worker/ports.ts';

export function toWorkMessage(record: SQSRecord): WorkMessage {
  return {
    messageId: record.messageId,
    receiptHandle: record.receiptHandle,
    text: record.body,
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
  };
}

/** Names the messages that the queue must show again; the others are deleted. */
export function toBatchResponse(attempts: readonly Attempt[]): SQSBatchResponse {
  return {
    batchItemFailures: attempts
      .filter((attempt) => attempt.acknowledgement === 'retry')
      .map((attempt) => ({ itemIdentifier: attempt.messageId })),
  };
}
