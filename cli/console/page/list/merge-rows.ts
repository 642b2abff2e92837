import type { RecordRow } from '../api.ts';

export interface MergeLimits {
  /** The newest so many stay. */
  readonly most: number;
  /** Rows older than this id are not added: between them and the list there may be others. */
  readonly floor?: string | undefined;
  /** Rows that it says no to leave the list. */
  readonly keeps: (row: RecordRow) => boolean;
}

/** Ids begin with the time of receipt, so their order is that of the deliveries. */
const newestFirst = (a: RecordRow, b: RecordRow): number =>
  a.id < b.id ? 1 : a.id > b.id ? -1 : 0;

/** The list with what came in: known rows are replaced where they stand, new ones are put in their place. Newest first. */
export function mergeRows(
  rows: readonly RecordRow[],
  incoming: readonly RecordRow[],
  { most, floor, keeps }: MergeLimits,
): readonly RecordRow[] {
  const latest = new Map(incoming.map((row) => [row.id, row]));
  const merged: RecordRow[] = [];
  for (const row of rows) {
    const current = latest.get(row.id) ?? row;
    latest.delete(row.id);
    if (keeps(current)) merged.push(current);
  }
  for (const row of latest.values())
    if (keeps(row) && (floor === undefined || row.id >= floor)) merged.push(row);
  return merged.sort(newestFirst).slice(0, most);
}
