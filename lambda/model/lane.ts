import { createHash } from 'node:crypto';
import type { EventKey } from './delivery.ts';
import type { Lane, Source } from './source.ts';

/** A lane and whose it is. */
export interface OwnedLane {
  /** Source id, or source and destination with an underscore between them, which neither has. */
  readonly id: string;
  readonly lane: Lane;
}

/** The lanes of a source: its own, and those of its destinations. One at a time is what a queue that keeps the order gives; Lambda's least is two. */
export const lanesOf = ({ id, lane, destinations = [] }: LaneOwner): readonly OwnedLane[] => [
  ...(lane === undefined ? [] : [{ id, lane }]),
  ...destinations.flatMap(({ id: destination, concurrency }): readonly OwnedLane[] => {
    if (concurrency === undefined) return [];
    const own: Lane = concurrency > 1 ? { concurrency } : { orderedBy: 'source' };
    return [{ id: laneId({ sourceId: id, destination }), lane: own }];
  }),
];

type LaneOwner = Pick<Source, 'id' | 'lane' | 'destinations'>;

/** Whose lane an event takes, if there is one. */
export const laneId = ({
  sourceId,
  destination,
}: Pick<EventKey, 'sourceId' | 'destination'>): string =>
  destination === undefined ? sourceId : `${sourceId}_${destination}`;

/** A queue name has at most 80 characters. */
const maxNameLength = 80;

/** Name of the queue that a source or a destination has for itself, or undefined where it shares the common one. Stage names and ids are short words. */
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
