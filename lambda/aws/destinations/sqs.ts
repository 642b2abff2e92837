import { cloudEventJson } from '../../worker/cloud-event.ts';
import { callFailure } from './call-failure.ts';
import { regionalClients } from './regional-clients.ts';
import { runIdOf, type SendingTo } from './sending.ts';

const sdk = () => import('@aws-sdk/client-sqs');

const client = regionalClients(async (options) => {
  const { SQSClient } = await sdk();
  // The endpoint of the Region, or the one that the environment names: not what stands in the address of the queue.
  return new SQSClient({ ...options, useQueueUrlAsEndpoint: false });
});

/**
 * What a queue takes unless its owner set less.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html (2026-11-24)
 */
const maxMessageBytes = 1_048_576;

const hopeless = ['InvalidMessageContents', 'InvalidParameterValue', 'UnsupportedOperation'];

/** Sends the event to the queue; one that keeps an order keeps that in which its events are sent, and takes no repetition within five minutes. */
export async function sendToSqs(sending: SendingTo<'sqs'>): Promise<void> {
  const { event, to, context, stage } = sending;
  const { SendMessageCommand } = await sdk();
  const command = new SendMessageCommand({
    QueueUrl: queueUrl(to.queueArn),
    MessageBody: cloudEventJson(event, stage, maxMessageBytes),
    ...(to.queueArn.endsWith('.fifo') && {
      MessageGroupId: event.source,
      MessageDeduplicationId: runIdOf(sending),
    }),
  });
  const sent = (await client(to.queueArn)).send(command, { abortSignal: context.signal });
  await sent.catch((error: unknown) => {
    throw callFailure(error, { service: 'SQS', attempt: context.attempt, hopeless });
  });
}

/** Address of the queue with this ARN. https://docs.aws.amazon.com/general/latest/gr/sqs-service.html (2026-11-24) */
function queueUrl(arn: string): string {
  const [, partition, , region, account, name] = arn.split(':');
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://sqs.${region}.${suffix}/${account}/${name}`;
}
