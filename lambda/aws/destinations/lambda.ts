import { cloudEventJson } from '../../worker/cloud-event.ts';
import { callFailure } from './call-failure.ts';
import { regionalClients } from './regional-clients.ts';
import type { SendingTo } from './sending.ts';

/** The SDK of the service, loaded by the first event that goes there, or that a durable function waits for. */
export const lambdaSdk = () => import('@aws-sdk/client-lambda');

export const lambdaClient = regionalClients(
  async (options) => new (await lambdaSdk()).LambdaClient(options),
);

/** Of an asynchronous call. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (2026-11-24) */
const maxPayloadBytes = 1_000_000;

const hopeless = [
  'InvalidRequestContentException',
  'RequestTooLargeException',
  'SerializedRequestEntityTooLargeException',
  'InvalidParameterValueException',
];

/** Hands the event to the function, which runs later: its own failures are its own, and Lambda repeats them by its own rules. */
export async function sendToLambda({
  event,
  to,
  context,
  stage,
}: SendingTo<'lambda'>): Promise<void> {
  const { InvokeCommand } = await lambdaSdk();
  const command = new InvokeCommand({
    FunctionName: to.functionArn,
    InvocationType: 'Event',
    Payload: Buffer.from(cloudEventJson(event, stage, maxPayloadBytes)),
  });
  const sent = (await lambdaClient(to.functionArn)).send(command, { abortSignal: context.signal });
  await sent.catch((error: unknown) => {
    throw callFailure(error, { service: 'Lambda', attempt: context.attempt, hopeless });
  });
}
