import type { StepWaiter } from './waiter.ts';

/** A one-time address that was minted for the answer to one call, as its token finds it. */
export interface OpenCallback {
  /** Lower-case hex SHA-256 of the token; the token itself is stored nowhere. */
  readonly digest: string;
  /** The caller's name for what he waits for. */
  readonly ref: string;
  /** What the caller wants to have at hand when the answer comes: JSON text. */
  readonly data?: string;
  /** How many different answers it takes. */
  readonly uses: number;
  readonly expiresAtMs: number;
  /** Who waits for it, besides handlers. */
  readonly waiter?: StepWaiter;
}

/** Random bytes of a token: 192 bits. */
export const callbackTokenBytes = 24;
/** A token in base64url, as it stands in the address. */
export const callbackTokenForm = /^[A-Za-z0-9_-]{32}$/;

/** Type of the event that takes the place of an answer that never came. */
export const callbackExpiredType = 'callback.expired';

/** How long after the end of its time a callback is said to have expired: the last answer in time has surely been written by then, or refused. */
export const callbackGraceSeconds = 30;

export const callbackLimits = {
  uses: 20,
  ttlSeconds: 30 * 86_400,
  /** Characters, not bytes. */
  refLength: 256,
  dataBytes: 2048,
  /**
   * Longest task token of Step Functions; a callback id of a durable function is shorter.
   * https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html (2026-11-24)
   */
  waiterTokenLength: 2048,
};

/**
 * The idempotency key of one use of a callback. The record under it is the use: whoever writes it first has it, be it an answer or the
 * expiry, so that no counter can disagree with the records.
 */
export const callbackKey = (digest: string, use: number): string =>
  use === 1 ? `callback:${digest}` : `callback:${digest}#${use}`;

/** What every such key looks like. */
export const callbackKeyForm = /^callback:[0-9a-f]{64}(?:#[1-9]\d*)?$/;

/** Which use of its callback an event with this idempotency key is. */
export const useOfKey = (idempotencyKey: string): number =>
  Number(/#(\d+)$/.exec(idempotencyKey)?.[1] ?? 1);
