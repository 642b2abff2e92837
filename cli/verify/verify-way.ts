import { isDeepStrictEqual } from 'node:util';
import type { EventItem } from '../../lambda/aws/audit-items.ts';
import { waiterId } from '../../lambda/model/destination.ts';
import { secondsToMs } from '../../lambda/model/time.ts';
import { unmet } from './unmet.ts';
import { historyProblems } from './verify-history.ts';

/** What is incoherent in the record of an event's way to one destination, looked at by itself. */
export function wayProblems(item: EventItem): readonly string[] {
  const { id, eventRecordId, destination, status, strength, waiter } = item;
  const isState = ['received', 'processing', 'done', 'failed'].includes(status);
  if (!isState) return [`it goes to ${destination}, and is ${status}`];
  const kept = keptOfRequest(item);
  return [
    ...unmet(
      [
        id === `${eventRecordId}/${destination}`,
        `it goes to ${destination} for ${eventRecordId ?? 'no event'}, which its id does not say`,
      ],
      [kept.length === 0, `it goes to ${destination}, and has ${kept.join(', ')} of its own`],
      [strength !== undefined, 'it is of an event without any strength'],
      [destination !== waiterId || waiter !== undefined, 'it goes to a workflow, and none waits'],
    ),
    ...historyProblems(item),
  ];
}

/** What only the record of a request can have: all that a way says of it is the event's. */
function keptOfRequest(item: EventItem): readonly string[] {
  const isThere = {
    checks: item.checks.length > 0,
    headers: Object.keys(item.headers).length > 0,
    'a query': Object.keys(item.query).length > 0,
    'a reason': item.reason !== undefined,
    'a secret': item.secretVersion !== undefined,
    'an origin': item.origin !== undefined,
    'more deliveries': item.deliveries !== 1,
    'an erasure': item.bodyErasedAt !== undefined,
  };
  return Object.entries(isThere).flatMap(([name, is]) => (is ? [name] : []));
}

/** What a way says of its event as that itself does. */
const common = [
  'source',
  'provider',
  'idempotencyKey',
  'eventId',
  'eventType',
  'tenant',
  'callback',
  'waiter',
  'strength',
  'receivedAt',
  'sourceIp',
  'method',
  'bodyBytes',
  'bodySha256',
  'expiresAt',
] as const satisfies readonly (keyof EventItem)[];

/** What a way says of its event, and what that is. */
export function wayEventProblems(
  item: EventItem,
  event: EventItem | undefined,
  nowMs: number,
): readonly string[] {
  const { eventRecordId = '', expiresAt } = item;
  if (event?.id !== eventRecordId)
    return unmet([
      nowMs >= secondsToMs(expiresAt),
      `the record ${eventRecordId} of its event is not there, and has not expired`,
    ]);
  const differing = common.filter((name) => !isDeepStrictEqual(item[name], event[name]));
  return unmet(
    [differing.length === 0, `its event says otherwise: ${differing.join(', ')}`],
    [event.attempts > 0, 'it began, and no worker had its event'],
  );
}
