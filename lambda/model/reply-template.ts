import type { Template, TemplatePart } from './template.ts';

/**
 * An answer that a provider wants to see: text, JSON, or nothing. Its values may be taken from the request, for whoever receives the answer
 * has just sent them.
 */
export type ReplyRecipe = ReplyOver<Template>;
export type ReplyTemplate = ReplyOver<readonly TemplatePart[]>;

interface ReplyOver<T> {
  /** Default: 200. */
  readonly status?: number;
  /** Content type of the text. Default: `text/plain`. */
  readonly contentType?: string;
  readonly text?: ReplyValue<T>;
  readonly json?: Readonly<Record<string, ReplyValue<T> | number | boolean | null>>;
  readonly headers?: Readonly<Record<string, ReplyValue<T>>>;
}

export type ReplyValue<T> = T | Computed<T>;

/** A keyed or plain digest of a text, to show that we know the secret: `prefix` and the digest. */
export interface Computed<T> {
  readonly of: T;
  readonly apply: 'hmac-sha256-hex' | 'hmac-sha256-base64' | 'hmac-sha1-hex' | 'sha256-hex';
  readonly prefix?: T;
}
