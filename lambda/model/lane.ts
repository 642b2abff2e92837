import { createHash } from 'node:crypto';
import type { Source } from './source.ts';

/** A queue name has at most 80 characters. */
const maxNameLength = 80;

/** Name of the queue that a source has for itself, or undefined where it shares the common one. Stage names and source ids are short words. */
export function laneQueueName(
  stageName: string,
  { id, lane }: Pick<Source, 'id' | 'lane'>,
): string | undefined {
  if (lane === undefined) return undefined;
  const suffix = lane.orderedBy === undefined ? '' : '.fifo';
  // Neither name has an underscore: no two pairs of them give one name.
  const name = `sallyport_${stageName}_${id}${suffix}`;
  if (name.length <= maxNameLength) return name;
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return `sallyport_${stageName}_${digest}${suffix}`;
}
