/** Result of one attempt. */
export type Outcome =
  | { readonly kind: 'succeeded' }
  /** No handler takes this event, but it went to destinations. */
  | { readonly kind: 'forwarded' }
  /** No handler takes this event. */
  | { readonly kind: 'skipped' }
  /** `isAttempt` is false where the handler was never reached. `inSeconds`: it was too early, and is until then; default: with back-off. */
  | {
      readonly kind: 'retry';
      readonly error: string;
      readonly isAttempt: boolean;
      readonly inSeconds?: number;
    }
  /** No repetition can help. */
  | { readonly kind: 'dead-letter'; readonly error: string };
