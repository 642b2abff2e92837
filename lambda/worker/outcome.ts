/** Result of one attempt. */
export type Outcome =
  | { readonly kind: 'succeeded' }
  /** No handler takes this event. */
  | { readonly kind: 'skipped' }
  /** `isAttempt` is false where the handler was never reached. */
  | { readonly kind: 'retry'; readonly error: string; readonly isAttempt: boolean }
  /** No repetition can help. */
  | { readonly kind: 'dead-letter'; readonly error: string };
