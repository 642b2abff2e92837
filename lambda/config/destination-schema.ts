import * as v from 'valibot';
import { outboundUrlProblem } from '../model/outbound-url.ts';
import { nonEmpty, wholeNumber } from './parts-schema.ts';

/* The shape of a destination; see `DestinationConfig`. */

/** One item of the table counts the events of a destination, and one item takes 1,000 writes a second. */
const maxRate = 500;

const id = v.pipe(
  v.string(),
  v.regex(
    /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/,
    'a destination id is 1 to 32 lower-case letters, digits and inner hyphens: rename the destination',
  ),
);

const rules = {
  id,
  types: v.optional(
    v.pipe(
      v.array(nonEmpty),
      v.minLength(1, 'name at least one event type, or leave it out for all'),
    ),
  ),
  filter: v.optional(v.unknown()),
  filterUnsigned: v.optional(v.literal(true)),
  atLeast: v.optional(v.picklist(['signed', 'token', 'address'])),
  ratePerSecond: v.optional(wholeNumber(1, maxRate)),
  concurrency: v.optional(wholeNumber(1, 1000)),
};

/** An ARN of this service whose last part has this form. */
const arn = (service: string, resource: string, example: string) =>
  v.pipe(
    v.string(),
    v.regex(
      new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:${resource}$`),
      `expected an ARN such as ${example}`,
    ),
  );

const eu = (service: string, resource: string) =>
  `arn:aws:${service}:eu-west-1:111122223333:${resource}`;

const url = v.pipe(
  v.string(),
  v.check(
    (text) => outboundUrlProblem(text) === undefined,
    ({ input }) => outboundUrlProblem(String(input)) ?? '',
  ),
);

export const destinationSchema = v.variant(
  'kind',
  [
    v.strictObject({
      ...rules,
      kind: v.literal('eventbridge'),
      busArn: arn('events', 'event-bus/[\\w./-]+', eu('events', 'event-bus/orders')),
    }),
    v.strictObject({
      ...rules,
      kind: v.literal('sqs'),
      queueArn: arn('sqs', '[\\w-]+(?:\\.fifo)?', eu('sqs', 'orders')),
    }),
    v.strictObject({
      ...rules,
      kind: v.literal('sns'),
      topicArn: arn('sns', '[\\w-]+(?:\\.fifo)?', eu('sns', 'orders')),
    }),
    v.strictObject({
      ...rules,
      kind: v.literal('step-functions'),
      stateMachineArn: arn(
        'states',
        'stateMachine:[\\w-]+(?::[\\w.-]+)?',
        eu('states', 'stateMachine:orders'),
      ),
    }),
    v.strictObject({
      ...rules,
      kind: v.literal('lambda'),
      functionArn: arn(
        'lambda',
        'function:[\\w-]+(?::[\\w$-]+)?',
        eu('lambda', 'function:orders:live'),
      ),
    }),
    v.strictObject({ ...rules, kind: v.literal('https'), url }),
  ],
  'expected kind "eventbridge", "sqs", "sns", "step-functions", "lambda" or "https"',
);

export type DestinationInput = v.InferOutput<typeof destinationSchema>;
