import { laneQueueName } from '../model/lane.ts';
import type { Source } from '../model/source.ts';

/** Addresses of the queues: one for all sources, and one for each that has a lane. Queues of one account and Region differ in the last segment. */
export interface QueueUrls {
  ofSource(sourceId: string): string;
  ofArn(arn: string): string;
}

export function queueUrls(
  deliveryQueueUrl: string,
  stageName: string,
  sources: readonly Pick<Source, 'id' | 'lane'>[],
): QueueUrls {
  const named = (name: string) => deliveryQueueUrl.replace(/[^/]+$/, name);
  const lanes = new Map(
    sources.flatMap((source) => {
      const name = laneQueueName(stageName, source);
      return name === undefined ? [] : [[source.id, named(name)] as const];
    }),
  );
  return {
    ofSource: (sourceId) => lanes.get(sourceId) ?? deliveryQueueUrl,
    ofArn: (arn) => named(arn.slice(arn.lastIndexOf(':') + 1)),
  };
}
