import * as v from 'valibot';
import { callbackLimits } from '../model/callback.ts';
import type { EventPattern } from '../model/destination.ts';
import { ConfigError } from '../model/errors.ts';
import { patternProblems } from '../model/event-pattern.ts';
import type { StepWaiter } from '../model/waiter.ts';
import { durationSeconds } from './duration.ts';

/** What whoever mints a callback asks for. */
export interface CallbackOrder {
  /** Your name for what you wait for, such as `ORDER-42`; 1 to 256 printable characters. It stands on the record of the answer. */
  readonly ref: string;
  /** How long an answer is waited for: `15m`, `2h`, `3d`, or seconds; 30 days at most. */
  readonly ttl: string | number;
  /** How many different answers it takes, 1 to 20. Default: 1. */
  readonly uses?: number;
  /** What your handler wants to have at hand when the answer comes: at most 2 KB of JSON. */
  readonly data?: unknown;
  /** The task of a Step Functions workflow that waits for the answer. A secret: never log it. */
  readonly taskToken?: string;
  /** The same for a durable function of Lambda. */
  readonly durableCallbackId?: string;
  /** Which of several answers ends its wait, as an event pattern over the body; those before are signs of life. Default: the last one. */
  readonly final?: EventPattern;
}

/** An order that was checked, with its defaults. */
export interface CheckedOrder {
  readonly ref: string;
  readonly ttlSeconds: number;
  readonly uses: number;
  /** JSON text. */
  readonly data?: string;
  readonly waiter?: StepWaiter;
}

/**
 * The order, checked.
 * @throws ConfigError with one line for each thing that is wrong with it.
 */
export function checkOrder(order: unknown): CheckedOrder {
  const { success, output, issues = [] } = v.safeParse(schema, order);
  if (!success)
    throw new ConfigError(
      issues.map((issue) => `${v.getDotPath(issue) ?? 'the order'}: ${issue.message}`),
    );
  const { ttl, data, taskToken, durableCallbackId, final, ...rest } = output;
  const rules = final === undefined ? {} : { final: final as EventPattern };
  const waiter: StepWaiter | undefined =
    taskToken !== undefined
      ? { ...rules, kind: 'step-functions', taskToken }
      : durableCallbackId !== undefined
        ? { ...rules, kind: 'durable-function', callbackId: durableCallbackId }
        : undefined;
  return {
    ...rest,
    ttlSeconds: durationSeconds(ttl) ?? 0,
    ...(data !== undefined && { data: jsonText(data) ?? '' }),
    ...(waiter && { waiter }),
  };
}

const { uses, ttlSeconds, refLength, dataBytes, waiterTokenLength } = callbackLimits;

/** A message that shows what was given. */
const refused =
  (expected: string) =>
  ({ input }: { readonly input: unknown }): string =>
    `${shown(input)} is refused: expected ${expected}`;

/** Controls, invisible characters and halves of characters: nothing that an operator could read, nor an error line hold. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/u;

function shown(value: unknown): string {
  const text = jsonText(value) ?? typeof value;
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return short.replaceAll(new RegExp(unprintable, 'gu'), '·');
}

/** Undefined for what JSON cannot say. */
function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

const ref = v.pipe(
  v.string(refused('text such as "ORDER-42"')),
  v.check(
    (text) => text !== '' && [...text].length <= refLength && !unprintable.test(text),
    refused(`1 to ${refLength} printable characters such as "ORDER-42"`),
  ),
);

const days = ttlSeconds / 86_400;
const ttl = v.pipe(
  v.unknown(),
  v.check(
    (value) => (durationSeconds(value) ?? Number.POSITIVE_INFINITY) <= ttlSeconds,
    refused(`"15m", "2h", "3d" or whole seconds, ${days} days at most`),
  ),
);

const isUses = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= uses;

const data = v.pipe(
  v.unknown(),
  v.check((value) => jsonText(value) !== undefined, 'expected what JSON can say'),
  v.check(
    (value) => Buffer.byteLength(jsonText(value) ?? '') <= dataBytes,
    ({ input }) =>
      `${Buffer.byteLength(jsonText(input) ?? '')} bytes of JSON are too many: keep the id of what has the rest, ${dataBytes} bytes at most`,
  ),
);

/** A secret: what is wrong with it is said without it. */
const waiterToken = v.custom<string>(
  (value) =>
    typeof value === 'string' && /^[!-~]+$/.test(value) && value.length <= waiterTokenLength,
  `is no token: hand it on as it was given to you, 1 to ${waiterTokenLength} characters without white space`,
);

const final = v.pipe(
  v.unknown(),
  v.check(
    (pattern) => patternProblems(pattern).length === 0,
    ({ input }) => `is no event pattern: ${patternProblems(input)[0]?.replace(/^: /, '')}`,
  ),
  v.check(
    (pattern) => Buffer.byteLength(jsonText(pattern) ?? '') <= dataBytes,
    `is too long: ${dataBytes} bytes at most`,
  ),
);

const names = ['ref', 'ttl', 'uses', 'data', 'taskToken', 'durableCallbackId', 'final'];

const schema = v.pipe(
  v.strictObject(
    {
      ref,
      ttl,
      uses: v.optional(v.custom<number>(isUses, refused(`a whole number from 1 to ${uses}`)), 1),
      data: v.optional(data),
      taskToken: v.optional(waiterToken),
      durableCallbackId: v.optional(waiterToken),
      final: v.optional(final),
    },
    ({ expected }) => {
      if (expected === 'Object') return 'expected an object with "ref" and "ttl"';
      return expected === 'never'
        ? `is not known: use ${names.join(', ')}`
        : 'is missing: an order has "ref" and "ttl"';
    },
  ),
  v.forward(
    v.check(
      (order) => order.taskToken === undefined || order.durableCallbackId === undefined,
      'one answer resumes one workflow: give taskToken or durableCallbackId',
    ),
    ['taskToken'],
  ),
  v.forward(
    v.check(
      (order) =>
        order.final === undefined || (order.taskToken ?? order.durableCallbackId) !== undefined,
      'ends the wait of a workflow: give taskToken or durableCallbackId too, or leave it out',
    ),
    ['final'],
  ),
);
