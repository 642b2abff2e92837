import type { Destination } from '../../model/destination.ts';
import { signerIdOf } from '../../model/destination-signer.ts';
import { DependencyError } from '../../model/errors.ts';
import type { Source } from '../../model/source.ts';
import type { Clock } from '../../model/time.ts';
import type { StepWaiter } from '../../model/waiter.ts';
import { NotYet } from '../../worker/handler.ts';
import type { Destinations } from '../../worker/ports.ts';
import { logNote } from '../log.ts';
import { sendToEventBridge } from './eventbridge.ts';
import { growingPause } from './growing-pause.ts';
import { type Post, sendToHttps } from './https.ts';
import { sendToLambda } from './lambda.ts';
import type { Sending } from './sending.ts';
import { signingKeys } from './signing-keys.ts';
import { sendToSns } from './sns.ts';
import { sendToSqs } from './sqs.ts';
import { sendToStepFunctions } from './step-functions.ts';
import { tellWaiter } from './waiter.ts';

interface Settings {
  readonly stage: string;
  readonly sources: readonly Source[];
  readonly secretPrefix: string;
  readonly clock: Clock;
  readonly rates: Rates;
  readonly post: Post;
}

interface Rates {
  /** Takes one of so many turns of this second; false where all are taken. */
  take(name: string, most: number): Promise<boolean>;
}

/** Sends events to the destinations of these sources, and answers to the workflows that wait for them. */
export function destinationSender(settings: Settings): Destinations {
  const { sources, stage, clock, post, rates } = settings;
  const keysOf = signingKeys(settings.secretPrefix, clock);

  async function sendTo(sending: Sending<Destination>): Promise<void> {
    const { to, event } = sending;
    switch (to.kind) {
      case 'eventbridge':
        return sendToEventBridge({ ...sending, to });
      case 'sqs':
        return sendToSqs({ ...sending, to });
      case 'sns':
        return sendToSns({ ...sending, to });
      case 'step-functions':
        return sendToStepFunctions({ ...sending, to });
      case 'lambda':
        return sendToLambda({ ...sending, to });
      case 'https': {
        const keys = await keysOf(event.source, to.id);
        return sendToHttps({ ...sending, to, keys, post, clock });
      }
    }
  }

  return {
    of: (id) => sources.find((source) => source.id === id)?.destinations ?? [],
    async send(event, to, context) {
      if (isWaiter(to)) return tellWaiter({ event, to, context, stage });
      const sending = { event, to, context, stage };
      await waitForTurn(sending, rates);
      return sendTo(sending);
    },
  };
}

const isWaiter = (to: Destination | StepWaiter): to is StepWaiter =>
  'taskToken' in to || 'callbackId' in to;

/** The longest that a send is put off at a time because its destination has had enough for the moment. */
const mostWaitSeconds = 120;

/** Lets the send pass while its destination is below its rate. One that cannot be counted passes, too: to count must not be what stops events. */
async function waitForTurn(
  { event, to, context }: Sending<Destination>,
  rates: Rates,
): Promise<void> {
  const { id, ratePerSecond } = to;
  if (ratePerSecond === undefined) return;
  const name = signerIdOf(event.source, id);
  try {
    if (await rates.take(name, ratePerSecond)) return;
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    logNote({ level: 'warn', message: 'rate not counted', name, error: error.message });
    return;
  }
  const seconds = growingPause(context.attempt, mostWaitSeconds);
  throw new NotYet(`${id} takes ${ratePerSecond} events a second`, seconds);
}
