import { cloudEventJson, eventTypeOf } from '../../worker/cloud-event.ts';
import { callFailure } from './call-failure.ts';
import { regionalClients } from './regional-clients.ts';
import { runIdOf, type SendingTo } from './sending.ts';

const sdk = () => import('@aws-sdk/client-sns');

const client = regionalClients(async (options) => new (await sdk()).SNSClient(options));

/**
 * What a topic takes unless its owner set more; attributes count.
 * https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html (2026-11-24)
 */
const maxMessageBytes = 262_144;

const hopeless = ['InvalidParameterException', 'InvalidParameterValueException'];

/** Publishes the event; subscriptions can filter by the attributes `source`, `type`, `provider` and `strength`, or by the body. */
export async function sendToSns(sending: SendingTo<'sns'>): Promise<void> {
  const { event, to, context, stage } = sending;
  const { PublishCommand } = await sdk();
  const attributes = {
    source: event.source,
    type: eventTypeOf(event),
    provider: event.provider,
    strength: event.strength,
  };
  const command = new PublishCommand({
    TopicArn: to.topicArn,
    Message: cloudEventJson(event, stage, maxMessageBytes - sizeOf(attributes)),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [
        name,
        { DataType: 'String', StringValue },
      ]),
    ),
    ...(to.topicArn.endsWith('.fifo') && {
      MessageGroupId: event.source,
      MessageDeduplicationId: runIdOf(sending),
    }),
  });
  const sent = (await client(to.topicArn)).send(command, { abortSignal: context.signal });
  await sent.catch((error: unknown) => {
    throw callFailure(error, { service: 'SNS', attempt: context.attempt, hopeless });
  });
}

/** Name, kind and value of each. */
const sizeOf = (attributes: Readonly<Record<string, string>>): number =>
  Object.entries(attributes).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(`${name}String${value}`),
    0,
  );
