import { callbackGraceSeconds } from '../../lambda/model/callback.ts';
import type { Item } from './expressions.ts';

/** Whether the item is a callback that was minted. */
export const isCallback = ({ sk }: Item): boolean => sk?.S === 'callback';

/** The instant after which the sweeper looks after this item; undefined when it has no reason to. */
export function dueAtMs(item: Item): number | undefined {
  if (item['openShard'] === undefined) return undefined;
  const graceMs = isCallback(item) ? callbackGraceSeconds * 1000 : 0;
  return Number(item['dueAtMs']?.N) + graceMs;
}
