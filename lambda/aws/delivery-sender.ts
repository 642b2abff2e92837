import { randomUUID } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { EventKey, QueuedEvent } from '../model/delivery.ts';
import { tenantOfKey } from '../model/tenant.ts';
import { calling } from './clients.ts';
import { writeQueueMessage } from './queue-message.ts';
import type { QueueUrls } from './queue-urls.ts';

/** Puts events on their queues; only the key travels. */
export function deliverySender(client: SQSClient, queues: QueueUrls) {
  return {
    async send({ key, strength, orderGroup }: QueuedEvent): Promise<void> {
      const QueueUrl = queues.of(key);
      const command = new SendMessageCommand({
        QueueUrl,
        MessageBody: writeQueueMessage(key, strength),
        // The queue decides, not the event: the source may have been given an order, or lost it, since the event was recorded.
        ...(!QueueUrl.endsWith('.fifo')
          ? // On a standard queue the group only marks the tenant for fair queues: a noisy source, or a noisy tenant of one, does not delay the others.
            // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html (2026-11-23)
            { MessageGroupId: fairGroup(key) }
          : // A fresh id each time: a second message is harmless, but one that the queue takes for a copy of a consumed one would be lost.
            { MessageGroupId: orderGroup ?? 'source', MessageDeduplicationId: randomUUID() }),
      });
      await calling('SQS', client.send(command));
    },
  };
}

/** At most 113 letters, digits, hyphens and a slash; 128 are allowed. */
function fairGroup({ sourceId, idempotencyKey }: EventKey): string {
  const tenant = tenantOfKey(idempotencyKey);
  return tenant === undefined ? sourceId : `${sourceId}/${tenant}`;
}
