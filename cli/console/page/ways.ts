import type { DestinationKind } from './api.ts';

/** Whether the record is that of an event's way to a destination, by its id. */
export const isWayId = (id: string): boolean => id.includes('/');

/** What stands at the other end. */
export const kindNames: Readonly<Record<DestinationKind, string>> = {
  eventbridge: 'EventBridge',
  sqs: 'SQS',
  sns: 'SNS',
  'step-functions': 'Step Functions',
  lambda: 'Lambda',
  https: 'HTTPS',
  waiter: 'the workflow that waits for the answer',
};

/** What is replayed: events, ways, or both. */
export function replayNoun(ids: readonly string[]): string {
  if (!ids.some(isWayId)) return 'event';
  return ids.every(isWayId) ? 'way' : 'record';
}
