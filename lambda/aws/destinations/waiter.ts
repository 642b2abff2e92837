import { callbackExpiredType } from '../../model/callback.ts';
import { matchesPattern } from '../../model/event-pattern.ts';
import type { StepWaiter } from '../../model/waiter.ts';
import { cloudEventJson } from '../../worker/cloud-event.ts';
import { type DeliveredEvent, NonRetryable } from '../../worker/handler.ts';
import { callFailure } from './call-failure.ts';
import { lambdaClient, lambdaSdk } from './lambda.ts';
import type { Sending } from './sending.ts';
import { maxStateBytes, sfnClient, sfnSdk } from './step-functions.ts';

/**
 * What the waiting workflow is told: that no answer came, that the answer is there, or that one came and another is expected, so that it does not
 * take the silence for death.
 */
type News = 'expired' | 'final' | 'heartbeat';

/** What a workflow's error is called, for its `Catch`. */
const expiredError = 'CallbackExpired';
const expiredCause = 'no answer came before the callback expired';

/** Errors that say: nobody waits there, or not any more. */
const closedErrors = ['TaskTimedOut', 'CallbackTimeoutException'];
const unknownErrors = ['TaskDoesNotExist', 'InvalidToken', 'ResourceNotFoundException'];
const hopeless = ['InvalidOutput', 'InvalidParameterValueException', 'ValidationException'];

/** Tells a workflow of the answer that it waits for; it goes on by itself from there. */
export async function tellWaiter({
  event,
  to,
  context,
  stage,
}: Sending<StepWaiter>): Promise<void> {
  const news = newsOf(event, to);
  // What both kinds of workflow take: https://docs.aws.amazon.com/lambda/latest/api/API_SendDurableExecutionCallbackSuccess.html (2026-11-24)
  const answer = () => cloudEventJson(event, stage, maxStateBytes);
  const send =
    to.kind === 'step-functions' ? taskTeller(to.taskToken) : durableTeller(to.callbackId);
  try {
    await send(news, answer, context.signal);
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    // Whoever needs no answer any more needs no sign of life either.
    if (news === 'heartbeat' && closedErrors.includes(name)) return;
    throw waiterFailure(error, name, context.attempt);
  }
}

function newsOf(event: DeliveredEvent, { final }: StepWaiter): News {
  if (event.eventType === callbackExpiredType) return 'expired';
  const { use, uses } = event.callback ?? { use: 1, uses: 1 };
  if (use >= uses) return 'final';
  return final !== undefined && matchesPattern(final, jsonOf(event)) ? 'final' : 'heartbeat';
}

function jsonOf(event: DeliveredEvent): unknown {
  try {
    return event.json();
  } catch {
    return undefined;
  }
}

function waiterFailure(error: unknown, name: string, attempt: number): Error {
  const service = 'the waiting workflow';
  if (closedErrors.includes(name))
    return new NonRetryable(
      `${service} does not wait any more (${name}): its own time ran out, it was stopped, or it was told before by an attempt whose answer was lost`,
      { cause: error },
    );
  if (unknownErrors.includes(name))
    return new NonRetryable(
      `${service} is not known (${name}): the token that the callback was minted with is not one of this account and Region`,
      { cause: error },
    );
  return callFailure(error, { service, attempt, hopeless });
}

type Teller = (news: News, answer: () => string, abortSignal: AbortSignal) => Promise<unknown>;

const taskTeller =
  (taskToken: string): Teller =>
  async (news, answer, abortSignal) => {
    const { SendTaskFailureCommand, SendTaskHeartbeatCommand, SendTaskSuccessCommand } =
      await sfnSdk();
    const client = await sfnClient();
    const failure = { taskToken, error: expiredError, cause: expiredCause };
    switch (news) {
      case 'final':
        return client.send(new SendTaskSuccessCommand({ taskToken, output: answer() }), {
          abortSignal,
        });
      case 'expired':
        return client.send(new SendTaskFailureCommand(failure), { abortSignal });
      case 'heartbeat':
        return client.send(new SendTaskHeartbeatCommand({ taskToken }), { abortSignal });
    }
  };

const durableTeller =
  (CallbackId: string): Teller =>
  async (news, answer, abortSignal) => {
    const sdk = await lambdaSdk();
    const client = await lambdaClient();
    const Failure = { ErrorType: expiredError, ErrorMessage: expiredCause };
    switch (news) {
      case 'final': {
        const Result = Buffer.from(answer());
        return client.send(
          new sdk.SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result }),
          { abortSignal },
        );
      }
      case 'expired':
        return client.send(
          new sdk.SendDurableExecutionCallbackFailureCommand({ CallbackId, Error: Failure }),
          { abortSignal },
        );
      case 'heartbeat':
        return client.send(new sdk.SendDurableExecutionCallbackHeartbeatCommand({ CallbackId }), {
          abortSignal,
        });
    }
  };
