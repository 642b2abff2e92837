import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { localCredentials } from '../cli/target.ts';
import type { Source } from '../lambda/model/source.ts';

/** Creates the queues that events are sent on to, where they are not there yet, each in the Region of its ARN. */
export async function createDestinationQueues(
  endpoint: string,
  sources: readonly Source[],
): Promise<void> {
  for (const destination of sources.flatMap(({ destinations = [] }) => destinations)) {
    if (destination.kind !== 'sqs') continue;
    const [, , , region = '', , QueueName = ''] = destination.queueArn.split(':');
    const client = new SQSClient({ endpoint, region, ...localCredentials() });
    await client.send(
      new CreateQueueCommand({
        QueueName,
        ...(QueueName.endsWith('.fifo') && { Attributes: { FifoQueue: 'true' } }),
      }),
    );
    client.destroy();
  }
}
