import { cloudEventJson } from '../../worker/cloud-event.ts';
import { callFailure } from './call-failure.ts';
import { regionalClients } from './regional-clients.ts';
import { runIdOf, type SendingTo } from './sending.ts';

/** The SDK of the service, loaded by the first event that goes there, or that a task waits for. */
export const sfnSdk = () => import('@aws-sdk/client-sfn');

export const sfnClient = regionalClients(
  async (options) => new (await sfnSdk()).SFNClient(options),
);

/** Input of an execution and output of a task. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html (2026-11-24) */
export const maxStateBytes = 262_144;

const hopeless = ['InvalidArn', 'InvalidExecutionInput', 'InvalidName', 'ValidationException'];

/**
 * Starts an execution with the event as its input. It is named after the event: a repetition is not a second execution, while the first one runs
 * and for 90 days after; express workflows alone forget their names.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html (2026-11-24)
 */
export async function sendToStepFunctions(sending: SendingTo<'step-functions'>): Promise<void> {
  const { event, to, context, stage } = sending;
  const { ExecutionAlreadyExists, StartExecutionCommand } = await sfnSdk();
  const command = new StartExecutionCommand({
    stateMachineArn: to.stateMachineArn,
    name: runIdOf(sending),
    input: cloudEventJson(event, stage, maxStateBytes),
  });
  try {
    await (await sfnClient(to.stateMachineArn)).send(command, { abortSignal: context.signal });
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return;
    throw callFailure(error, { service: 'Step Functions', attempt: context.attempt, hopeless });
  }
}
