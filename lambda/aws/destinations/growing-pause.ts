import { randomInt } from 'node:crypto';

/**
 * Seconds until something is asked for again that was not to be had: 1 or 2 at first, then up to twice as long with each attempt, `most` at last.
 * By chance, so that those who wait together do not come back together; growing, so that a thousand that wait for one do not ask a thousand
 * times a second.
 */
export const growingPause = (attempt: number, most: number): number =>
  1 + randomInt(Math.min(2 ** attempt, most));
