/** Result of one attempt. */
export type Outcome =
  | { readonly kind: 'succeeded' }
  /** No handler takes this event. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'retry'; readonly error: string }
  /** No repetition can help. */
  | { readonly kind: 'dead-letter'; readonly error: string };
