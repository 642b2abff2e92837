import type { RecordPage, RecordRow } from '../api.ts';
import { queryOf } from './record-filter.ts';
import { absorb, change, type RecordList } from './record-list.ts';
import { searchPages } from './search-pages.ts';

const pageRows = 200;

const isOpen = ({ status }: RecordRow): boolean => status === 'received' || status === 'processing';

/**
 * Asks for what came in or changed while nobody listened: back to the oldest row that was not settled, or to the newest. Sets `hasGap`
 * where it did not come as far as the list.
 */
export async function catchUp(list: RecordList): Promise<void> {
  list.catchUp?.abort();
  const abort = new AbortController();
  list.catchUp = abort;
  if (list.search === undefined) list.late = [];
  const { rows } = list.state.get();
  const [newest] = rows;
  const oldestOpen = rows.findLast(isOpen) ?? newest;
  const found = new Set<string>();
  let hasMet = false;
  let reached: string | undefined;
  try {
    await searchPages<RecordPage>({
      path: '/api/records',
      query: { ...queryOf(list.filter), limit: pageRows },
      signal: abort.signal,
      isEnough: (page) => meets(page, oldestOpen),
      onPage: (page) => {
        hasMet ||= meets(page, newest);
        reached = page.next;
        for (const { id } of page.records) found.add(id);
        absorb(list, page.records);
      },
    });
    absorb(list, list.late);
    list.hasGap ||= !hasMet;
    if (!list.hasGap) dropLeft(list, found, reached);
  } catch {
    // The connection's banner says it, and the stream opens again after it.
  }
  if (list.catchUp === abort) list.catchUp = undefined;
}

/** Rows that should have been found and were not have got a status that is not asked for. */
function dropLeft(list: RecordList, found: ReadonlySet<string>, reached: string | undefined): void {
  const { rows, flow } = list.state.get();
  if (list.filter.status === '' || flow === 'paused') return;
  const late = new Set(list.late.map(({ id }) => id));
  const isThere = ({ id }: RecordRow) =>
    found.has(id) || late.has(id) || (reached !== undefined && id < reached);
  change(list, { rows: rows.filter(isThere) });
}

/** Whether the search came as far back as the row, so that nothing is missing in between. */
const meets = ({ next }: RecordPage, row: RecordRow | undefined): boolean =>
  row === undefined || next === undefined || next <= row.id;
