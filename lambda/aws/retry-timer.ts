import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { calling } from './clients.ts';

/** Decides when the queue shows a message again. */
export function retryTimer(client: SQSClient, queueUrl: string) {
  return {
    async showAgainAfter(receiptHandle: string, seconds: number): Promise<void> {
      const command = new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      });
      await calling('SQS', client.send(command));
    },
  };
}
