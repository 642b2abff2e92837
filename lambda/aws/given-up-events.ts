import type { DeadLetters } from '../dead-letters/give-up.ts';
import { type Clock, toIso } from '../model/time.ts';
import { changeEvent, type EventTable, eventItemKey, readEvent } from './event-change.ts';

/** Events in the audit table, as the dead-letter consumer sees them. */
export function givenUpEvents(table: EventTable, clock: Clock): DeadLetters['events'] {
  return {
    async read(key) {
      const item = await readEvent(table, eventItemKey(key));
      return (
        item && {
          recordId: item.id,
          isSettled: item.openShard === undefined,
          attemptsOfRun: item.attempts - (item.attemptBase ?? 0),
          attempts: item.attempts,
        }
      );
    },

    async markFailed(key, { attempts }, error) {
      const at = toIso(clock.nowMs());
      const item = await changeEvent(table, 'giveUp', {
        key: eventItemKey(key),
        values: {
          ':now': clock.nowMs(),
          ':attempts': attempts,
          ':outcome': 'dead-letter',
          ':error': error,
          ':at': at,
          ':nothing': [],
          ':entry': [{ what: 'given-up', at, error }],
        },
      });
      return item !== undefined;
    },
  };
}
