import { cloudEventJson, eventTypeOf } from '../../worker/cloud-event.ts';
import { callFailure } from './call-failure.ts';
import { regionalClients } from './regional-clients.ts';
import type { SendingTo } from './sending.ts';

/** The SDK of the service, loaded by the first event that goes there. */
const sdk = () => import('@aws-sdk/client-eventbridge');

const client = regionalClients(async (options) => new (await sdk()).EventBridgeClient(options));

/**
 * An entry may have 1 MB; a kilobyte is kept for what stands beside the detail.
 * https://aws.amazon.com/blogs/compute/more-room-to-build-serverless-services-now-support-payloads-up-to-1-mb (2026-11-24)
 */
const maxDetailBytes = 999_000;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html (2026-11-24) */
const maxDetailTypeLength = 128;

const hopeless = ['MalformedDetail', 'InvalidArgument', 'ValidationException'];

/** Puts the event on the bus: the CloudEvent is the detail. A bus forgets repetitions; `id` of the detail tells them apart. */
export async function sendToEventBridge(sending: SendingTo<'eventbridge'>): Promise<void> {
  const { event, to, context, stage } = sending;
  const call = { service: 'EventBridge', attempt: context.attempt, hopeless };
  const { PutEventsCommand } = await sdk();
  const entry = {
    EventBusName: to.busArn,
    Source: `sallyport.${event.source}`,
    DetailType: eventTypeOf(event).slice(0, maxDetailTypeLength),
    Detail: cloudEventJson(event, stage, maxDetailBytes),
    Time: new Date(event.receivedAt),
  };
  const command = new PutEventsCommand({ Entries: [entry] });
  const options = { abortSignal: context.signal };
  const { FailedEntryCount = 0, Entries } = await (await client(to.busArn))
    .send(command, options)
    .catch((error: unknown) => {
      throw callFailure(error, call);
    });
  if (FailedEntryCount === 0) return;
  const { ErrorCode = 'UnknownError', ErrorMessage = '' } = Entries?.[0] ?? {};
  throw callFailure(Object.assign(new Error(ErrorMessage), { name: ErrorCode }), call);
}
