import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageVisibility } from '../worker/ports.ts';
import { calling } from './clients.ts';
import type { QueueUrls } from './queue-urls.ts';

/** Decides when a queue shows a message again. */
export function messageVisibility(client: SQSClient, queues: QueueUrls): MessageVisibility {
  return {
    async hideFor({ receiptHandle, queueArn }, seconds) {
      const command = new ChangeMessageVisibilityCommand({
        QueueUrl: queues.ofArn(queueArn),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      });
      await calling('SQS', client.send(command));
    },
  };
}
