import type { EventKey } from '../model/delivery.ts';
import { laneId, laneQueueName, lanesOf } from '../model/lane.ts';
import type { Source } from '../model/source.ts';

/** Addresses of the queues: one for all events, and one for each source or destination that has a lane. Queues of one account and Region differ in the last segment. */
export interface QueueUrls {
  of(key: Pick<EventKey, 'sourceId' | 'destination'>): string;
  ofArn(arn: string): string;
}

export function queueUrls(
  deliveryQueueUrl: string,
  stageName: string,
  sources: readonly Pick<Source, 'id' | 'lane' | 'destinations'>[],
): QueueUrls {
  const named = (name: string) => deliveryQueueUrl.replace(/[^/]+$/, name);
  const lanes = new Map(
    sources.flatMap((source) => {
      return lanesOf(source).flatMap((owned) => {
        const name = laneQueueName(stageName, owned);
        return name === undefined ? [] : [[owned.id, named(name)] as const];
      });
    }),
  );
  return {
    of: (key) => lanes.get(laneId(key)) ?? deliveryQueueUrl,
    ofArn: (arn) => named(arn.slice(arn.lastIndexOf(':') + 1)),
  };
}
