import { ulid } from 'ulid';
import { systemClock, toIso } from '../lambda/model/time.ts';
import { readerOf } from './audit-reader.ts';
import type { Selection, StoredOrder } from './replay-order.ts';
import { recordsOf } from './selected-records.ts';
import type { Target } from './target.ts';

/**
 * An order of whoever has the target's credentials, that nothing was done of yet and that is nowhere on record.
 * @throws OperationFailed for an id that is no record's: it must not leave an order behind.
 */
export async function newOrder(
  target: Target,
  selection: Selection,
  reason: string,
): Promise<StoredOrder> {
  if ('ids' in selection) await recordsOf(readerOf(target), selection.ids);
  return {
    replayId: ulid(),
    selection,
    by: await target.operator(),
    reason,
    startedAt: toIso(systemClock.nowMs()),
    replayed: 0,
    refused: 0,
  };
}
