import type { RecordPage } from '../api.ts';
import { failureText } from '../http.ts';
import { catchUp } from './catch-up.ts';
import { openLiveFeed } from './live-feed.ts';
import { liveQueryOf, queryOf } from './record-filter.ts';
import { absorb, change, mostLive, type RecordList, takeIn } from './record-list.ts';
import { pageSize, searchPages } from './search-pages.ts';

/** Begins to fill the list, and to follow if it is to. A list that shows something already is only brought up to date. */
export function startList(list: RecordList): void {
  const { rows, flow } = list.state.get();
  if (rows.length === 0) void restart(list);
  if (flow === 'off') return;
  list.closeFeed = openLiveFeed(liveQueryOf(list.filter), {
    onRows: (incoming) => absorb(list, incoming),
    onOpen: () => void afterBreak(list),
    onTrouble: (trouble) => change(list, { trouble }),
  });
}

/** Ends all that the list does. */
export function stopList(list: RecordList): void {
  list.closeFeed?.();
  list.search?.abort();
  list.catchUp?.abort();
}

/** Stops new rows and changes from being shown; they are counted. */
export const pauseList = (list: RecordList): void => change(list, { flow: 'paused' });

/** Shows what was held back, and follows again. */
export function resumeList(list: RecordList): void {
  change(list, { flow: 'live' });
  showHeld(list);
}

/** Shows the rows that were held back. */
export function showHeld(list: RecordList): void {
  if (list.hasGap) {
    void restart(list);
    return;
  }
  const { held } = list;
  list.held = [];
  takeIn(list, held);
}

/** While the list is read further down, new rows must not push it away under the eye. */
export function setScrolled(list: RecordList, isScrolled: boolean): void {
  if (list.isScrolled === isScrolled) return;
  list.isScrolled = isScrolled;
  if (!isScrolled && list.held.length > 0 && list.state.get().flow !== 'paused') showHeld(list);
}

/** Searches the list anew, from now on backwards. */
export async function restart(list: RecordList): Promise<void> {
  list.catchUp?.abort();
  list.held = [];
  list.hasGap = false;
  change(list, { rows: [], next: undefined, searchedTo: undefined, heldCount: 0 });
  await search(list, undefined);
}

/** Looks for older rows. A full list that follows is paused for it: it would drop them again. */
export async function searchFurther(list: RecordList): Promise<void> {
  const { next, rows, flow } = list.state.get();
  if (rows.length + pageSize > mostLive && flow !== 'off') pauseList(list);
  await search(list, next);
}

async function search(list: RecordList, before: string | undefined): Promise<void> {
  list.search?.abort();
  const abort = new AbortController();
  list.search = abort;
  if (list.catchUp === undefined) list.late = [];
  change(list, { phase: 'searching', error: undefined });
  try {
    await searchPages<RecordPage>({
      path: '/api/records',
      query: { ...queryOf(list.filter), limit: pageSize },
      before,
      signal: abort.signal,
      onPage: ({ records, next, searchedTo }) => {
        takeIn(list, records, { next, searchedTo });
        takeIn(list, list.late);
      },
    });
    change(list, { phase: 'idle' });
  } catch (failure) {
    const error = abort.signal.aborted ? undefined : failureText(failure);
    if (error !== undefined) change(list, { phase: 'failed', error });
  }
  if (list.search === abort) list.search = undefined;
}

/** Of a stream that opened; at first, too: it says nothing of what came in since the search began. */
async function afterBreak(list: RecordList): Promise<void> {
  const { phase, rows, flow } = list.state.get();
  if (phase === 'failed' && rows.length === 0) {
    await restart(list);
    return;
  }
  await catchUp(list);
  if (list.hasGap && !list.isScrolled && flow !== 'paused') await restart(list);
}
