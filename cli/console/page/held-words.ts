import { formatCount } from './format-amount.ts';
import { mostHeld } from './list/record-list.ts';

/** How many deliveries are held back; beyond what can be held they are not counted. */
export const heldWords = (count: number): string =>
  count >= mostHeld ? `${formatCount(mostHeld)} or more new` : `${formatCount(count)} new`;
