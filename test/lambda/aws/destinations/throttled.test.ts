import { destinationSender } from '../../../../lambda/aws/destinations/sender.ts';
import { NotYet } from '../../../../lambda/worker/handler.ts';
import { type AwsStandIn, awsStandIn } from '../../../support/aws-stand-in.ts';
import { testClock } from '../../../support/clock.ts';
import {
  deliveredEvent,
  eachKind,
  firstAttempt,
  type TestDestinations,
  testDestinations,
} from '../../../support/destinations.ts';

/* Services that have too much of us: the SDK asks a few times by itself, which takes its time. */

let there: TestDestinations;
let sqs: AwsStandIn;
beforeAll(async () => {
  there = await testDestinations();
  sqs = await awsStandIn();
  process.env['AWS_ENDPOINT_URL_SQS'] = sqs.url;
});
afterAll(async () => {
  await there.stop();
  sqs.stop();
});

const sender = destinationSender({
  stage: 'prod',
  sources: [],
  secretPrefix: '',
  clock: testClock(),
  rates: { take: async () => true },
  post: () => Promise.reject(new Error('nothing is posted here')),
});

test.each([
  ['eventbridge', 'ThrottlingException'],
  ['sqs', 'RequestThrottled'],
  ['sns', 'Throttled'],
  ['step-functions', 'ExecutionLimitExceeded'],
  ['lambda', 'TooManyRequestsException'],
] as const)(
  '%s that has too much of us is left alone for a while: %s',
  async (kind, code) => {
    const status = code === 'TooManyRequestsException' ? 429 : 400;
    there.refusal = { code, status };
    sqs.answers.set('SendMessage', () => ({ failed: code, status }));
    const failure: unknown = await sender
      .send(deliveredEvent(), eachKind[kind], firstAttempt)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NotYet);
    expect([1, 2]).toContain((failure as NotYet).inSeconds);
  },
  60_000,
);
