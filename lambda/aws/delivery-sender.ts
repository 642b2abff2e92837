import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { EventKey } from '../model/delivery.ts';
import type { Strength } from '../model/source.ts';
import { calling } from './clients.ts';
import { writeQueueMessage } from './queue-message.ts';

/** Puts event keys on the queue. */
export function deliverySender(client: SQSClient, queueUrl: string) {
  return {
    async send(key: EventKey, strength: Strength): Promise<void> {
      const command = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: writeQueueMessage(key, strength),
        // On a standard queue the group only marks the tenant for fair queues: a noisy source does not delay the others.
        // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html (2026-11-23)
        MessageGroupId: key.sourceId,
      });
      await calling('SQS', client.send(command));
    },
  };
}
