import type { AuditRecord } from '../lambda/model/audit-record.ts';
import type { AuditReader } from './audit-reader.ts';
import { OperationFailed } from './failure.ts';
import { printable } from './output.ts';
import type { Selection } from './replay-order.ts';

/**
 * The records of a selection, oldest first, from behind `afterId`.
 * @throws OperationFailed for an id that has no record, before any record is returned.
 */
export async function* selectedRecords(
  reader: AuditReader,
  selection: Selection,
  afterId = '',
): AsyncGenerator<AuditRecord> {
  if ('ids' in selection) {
    yield* (await recordsOf(reader, selection.ids)).filter(({ id }) => id > afterId);
    return;
  }
  const { sinceId = '0', ...filter } = selection;
  const from = afterId > sinceId ? afterId : sinceId;
  for await (const record of reader.list({ ...filter, sinceId: from, oldestFirst: true }))
    if (record.id > afterId) yield record;
}

/**
 * The records of these ids, oldest first.
 * @throws OperationFailed for an id that has none.
 */
export async function recordsOf(
  reader: AuditReader,
  ids: readonly string[],
): Promise<readonly AuditRecord[]> {
  const found = await Promise.all(
    [...new Set(ids)].map(async (id) => {
      const record = await reader.find(id);
      if (record === undefined) {
        throw new OperationFailed(
          `no record ${printable(id)}: check the id, or it is older than the retention`,
        );
      }
      return record;
    }),
  );
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}
