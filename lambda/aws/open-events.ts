import { auditTable, indexShards, openShard, parseEventItemKey } from '../model/audit-table.ts';
import type { OpenEvents, OverdueEvent } from '../sweeper/sweep.ts';
import { changeEvent, type EventTable, eventItemKey } from './event-change.ts';
import { dueItems } from './open-index.ts';

/** Open events through the sparse index. */
export function openEvents(table: EventTable): OpenEvents {
  return {
    async overdue(nowMs, limit) {
      const ofShard = Math.ceil(limit / indexShards);
      const due = { partitionOf: openShard, beforeMs: nowMs, ofShard };
      const shards = await dueItems(table, due);
      return {
        events: shards
          .flat()
          .map(toOverdue)
          .sort((a, b) => a.dueAtMs - b.dueAtMs),
        isAll: shards.every(({ length }) => length < ofShard),
      };
    },

    async postpone({ key, dueAtMs }, nextDueAtMs) {
      const item = await changeEvent(table, 'postpone', {
        key: eventItemKey(key),
        values: { ':next': nextDueAtMs, ':due': dueAtMs, ':one': 1 },
      });
      return item !== undefined;
    },
  };
}

function toOverdue(item: Readonly<Record<string, unknown>>): OverdueEvent {
  return {
    key: parseEventItemKey(String(item['pk']), String(item['sk'])),
    strength: item['strength'] as OverdueEvent['strength'],
    ...(item['orderGroup'] === undefined ? {} : { orderGroup: String(item['orderGroup']) }),
    dueAtMs: Number(item[auditTable.open.sortKey]),
    sweeps: Number(item['sweeps']),
  };
}
