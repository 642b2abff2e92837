/** What the console answers to a request that it admitted. */
export type Answer =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'download'; readonly name: string; readonly bytes: Uint8Array }
  /** Server-sent events, until `stop` is called because the page is gone. */
  | { readonly kind: 'events'; readonly start: (send: SendEvent) => { stop(): void } };

export type SendEvent = (name: string, value: unknown) => void;

export interface ApiRequest {
  readonly method: string;
  /** Below `/api`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON of a POST. */
  readonly body?: unknown;
}

/** The request is not answered: the reason is for the operator to read. */
export class NotAnswered extends Error {
  readonly httpStatus: 400 | 403 | 404 | 405 | 413;

  constructor(httpStatus: 400 | 403 | 404 | 405 | 413, message: string) {
    super(message);
    this.httpStatus = httpStatus;
  }
}

export const json = (value: unknown): Answer => ({ kind: 'json', value });
