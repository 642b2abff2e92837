import type { Reason } from '../model/rejection.ts';
import type { Timer } from '../model/time.ts';
import type { Receipt } from './receive.ts';

/** Longer than nearly every refusal of a token takes: two reads side by side, and the record of it. */
export const refusedAfterMs = 50;

const ofToken: readonly Reason[] = ['callback-unknown', 'callback-expired', 'callback-used'];

/**
 * The receipt; one that refuses the token of a callback not before a set time has passed. An item that was found takes the table and its client
 * some hundred microseconds longer than none, and whoever asks often enough would see them. The timer is set before the work begins: begun
 * after it, it would end as much later as the work did.
 */
export async function refuseEvenly(
  receive: () => Promise<Receipt>,
  timer: Timer,
): Promise<Receipt> {
  const { promise: due, resolve } = Promise.withResolvers<void>();
  const cancel = timer.after(refusedAfterMs, resolve);
  try {
    const receipt = await receive();
    const { reached } = receipt;
    if (reached.stage === 'rejected' && ofToken.includes(reached.reason)) await due;
    return receipt;
  } finally {
    cancel();
  }
}
