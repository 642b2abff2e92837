import type { EventPattern } from './destination.ts';

/** A workflow that stands still until a callback is answered. */
export type StepWaiter = WaiterRules &
  (
    | /** A task of AWS Step Functions. https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html (2026-11-24) */
    { readonly kind: 'step-functions'; readonly taskToken: string }
    /** A durable function of AWS Lambda. https://docs.aws.amazon.com/lambda/latest/api/API_SendDurableExecutionCallbackSuccess.html (2026-11-24) */
    | { readonly kind: 'durable-function'; readonly callbackId: string }
  );

interface WaiterRules {
  /**
   * Which of several answers ends the wait: one whose body matches. The last one always does; those before are signs of life. Default: the last
   * one alone.
   */
  readonly final?: EventPattern;
}
