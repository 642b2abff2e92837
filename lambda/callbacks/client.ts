/*
 * For services that call others and wait for the answer: mint an address, give it to the other side, and wait for what comes there. Imported as
 * `sallyport/callbacks`. See docs/callbacks.md.
 */

export type { Answered, CallbackResult, Expired, TimedOut } from './callback-result.ts';
export type { CallerOptions } from './caller-settings.ts';
export { type CreateOptions, createCallback } from './create-callback.ts';
export type { MintedCallback } from './mint.ts';
export type { CallbackOrder } from './order.ts';
export { type WaitOptions, waitForCallback } from './wait-for-callback.ts';
