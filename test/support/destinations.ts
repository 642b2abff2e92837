import type { Destination } from '../../lambda/model/destination.ts';
import type { DeliveredEvent, HandlerContext } from '../../lambda/worker/handler.ts';
import {
  type DestinationCall,
  type Refusal,
  startDestinations,
} from '../../local/emulators/destinations.ts';
import type { Emulator } from '../../local/emulators/emulator.ts';

/* The other end of destinations on a real wire, which says what a test wants it to say. */

export interface TestDestinations {
  /** Every call that arrived, refused ones too. */
  readonly calls: DestinationCall[];
  /** What the next calls are refused with. */
  refusal: Refusal | undefined;
  stop(): Promise<void>;
}

const services = ['EVENTBRIDGE', 'SNS', 'SFN', 'LAMBDA'];

/** Stands for all services but SQS, at the endpoints that the environment names. */
export async function testDestinations(): Promise<TestDestinations> {
  const calls: DestinationCall[] = [];
  const emulator: Emulator = await startDestinations((call) => {
    calls.push(call);
    return destinations.refusal;
  });
  for (const service of services) process.env[`AWS_ENDPOINT_URL_${service}`] = emulator.url;
  process.env['AWS_REGION'] = 'eu-west-1';
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  const destinations: TestDestinations = { calls, refusal: undefined, stop: emulator.stop };
  return destinations;
}

export const recordId = '01M85CJX78SGCM9XNWKR62T8PT';

/** An event of the bank over this body. */
export function deliveredEvent(
  body: string | Uint8Array = '{"amount":12345678901234567890.10,"currency":"EUR"}',
  changes: Partial<DeliveredEvent> = {},
): DeliveredEvent {
  const bytes = Buffer.from(body);
  return {
    source: 'bank',
    provider: 'generic',
    eventId: 'evt_1',
    eventType: 'transfer.settled',
    idempotencyKey: 'id:evt_1',
    recordId,
    receivedAt: '2026-11-23T10:00:00.000Z',
    strength: 'signed',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    query: {},
    body: bytes,
    text: () => bytes.toString('utf8'),
    json: () => JSON.parse(bytes.toString('utf8')),
    ...changes,
  };
}

export const firstAttempt: HandlerContext = {
  attempt: 1,
  isReplay: false,
  deadlineMs: 0,
  signal: new AbortController().signal,
};

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:eu-west-1:111122223333:${resource}`;

/** A destination of each kind. */
export const eachKind = {
  eventbridge: { id: 'events', kind: 'eventbridge', busArn: arn('events', 'event-bus/orders') },
  sqs: { id: 'queue', kind: 'sqs', queueArn: arn('sqs', 'orders') },
  sns: { id: 'topic', kind: 'sns', topicArn: arn('sns', 'orders') },
  'step-functions': {
    id: 'flow',
    kind: 'step-functions',
    stateMachineArn: arn('states', 'stateMachine:orders'),
  },
  lambda: { id: 'function', kind: 'lambda', functionArn: arn('lambda', 'function:orders:live') },
  https: { id: 'erp', kind: 'https', url: 'https://erp.example.com/hooks' },
} as const satisfies { readonly [Kind in Destination['kind']]: Destination };
