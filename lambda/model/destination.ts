import type { Strength } from './source.ts';

/** Where events of a source go besides its handlers. Each has outcomes, attempts and replays of its own. */
export type Destination = DestinationRules & DestinationTarget;

export interface DestinationRules {
  /** Lower-case letters, digits, inner hyphens; unique within the source. */
  readonly id: string;
  /** Event types that go there. Default: all but `callback.expired`. */
  readonly types?: readonly string[];
  /** What the body must say, in the syntax of EventBridge's event patterns. */
  readonly filter?: EventPattern;
  /** Weakest proof of an event that goes there. Default: `address`, any. */
  readonly atLeast?: Strength;
  /** Sends a second, at most. */
  readonly ratePerSecond?: number;
  /** Sends at a time; the destination then has a queue of its own. */
  readonly concurrency?: number;
}

export type DestinationTarget =
  | { readonly kind: 'eventbridge'; readonly busArn: string }
  | { readonly kind: 'sqs'; readonly queueArn: string }
  | { readonly kind: 'sns'; readonly topicArn: string }
  | { readonly kind: 'step-functions'; readonly stateMachineArn: string }
  | { readonly kind: 'lambda'; readonly functionArn: string }
  /** Signed by Standard Webhooks; its secret is named like the source's, with `/to/ID` behind it. */
  | { readonly kind: 'https'; readonly url: string };

/**
 * A pattern over JSON: each field has a list of values or operators, any of which must match.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html (2026-11-24)
 */
export interface EventPattern {
  readonly [field: string]: EventPattern | readonly unknown[];
}

/** The destination under which a waiting workflow is told of an answer; no configured one can have this name. */
export const waiterId = '(waiter)';
