import type { RecordRow } from '../api.ts';
import { createStore, type Store } from '../store.ts';
import { mergeRows } from './merge-rows.ts';
import { keeperOf, type RecordFilter } from './record-filter.ts';

/** What the list of deliveries shows. */
export interface ListState {
  readonly rows: readonly RecordRow[];
  readonly phase: 'searching' | 'idle' | 'failed';
  readonly error: string | undefined;
  /** Where older rows begin; undefined at the end. */
  readonly next: string | undefined;
  readonly searchedTo: string | undefined;
  /** New rows that are not shown yet. */
  readonly heldCount: number;
  readonly flow: 'off' | 'live' | 'paused';
  /** What keeps the stream from being read. */
  readonly trouble: string | undefined;
}

/** A list of deliveries that follows what is received. */
export interface RecordList {
  readonly filter: RecordFilter;
  readonly state: Store<ListState>;
  /** Rows that came in and are not shown: the list is paused, or read further down. */
  held: readonly RecordRow[];
  /** Rows that came in during a search: they are newer than what it finds. */
  late: readonly RecordRow[];
  isScrolled: boolean;
  /** Between the list and what was received since there may be more. */
  hasGap: boolean;
  search: AbortController | undefined;
  catchUp: AbortController | undefined;
  closeFeed: (() => void) | undefined;
}

/** Rows in a list that follows. */
export const mostLive = 500;
/** Rows in one that stands still. */
export const mostStill = 2000;
/** Twice the list: room for all that could replace it and for news of all that is in it. */
export const mostHeld = 2 * mostLive;

const keepsAll = (): boolean => true;

/** A list for the filter, with what it showed before if anything. It follows unless the filter ends in the past. */
export function createRecordList(filter: RecordFilter, kept: ListState | undefined): RecordList {
  return {
    filter,
    state: createStore<ListState>({
      rows: kept?.rows ?? [],
      phase: kept ? 'idle' : 'searching',
      error: undefined,
      next: kept?.next,
      searchedTo: kept?.searchedTo,
      heldCount: 0,
      flow: filter.until === '' ? (kept?.flow ?? 'live') : 'off',
      trouble: undefined,
    }),
    held: [],
    late: [],
    isScrolled: false,
    hasGap: false,
    search: undefined,
    catchUp: undefined,
    closeFeed: undefined,
  };
}

export function change(list: RecordList, changes: Partial<ListState>): void {
  list.state.set({ ...list.state.get(), ...changes });
}

/** Puts rows into the list. Those of a page are in it whatever their age, and the page moves the list’s end. */
export function takeIn(
  list: RecordList,
  incoming: readonly RecordRow[],
  page?: Pick<ListState, 'next' | 'searchedTo'>,
): void {
  const before = list.state.get();
  const end = page ?? before;
  const most = before.flow === 'live' ? mostLive : mostStill;
  const keeps = keeperOf(list.filter);
  const floor = page === undefined ? end.next : undefined;
  const rows = mergeRows(before.rows, incoming, { most, floor, keeps });
  const isCut = rows.length === most && rows.length < before.rows.length + incoming.length;
  change(list, {
    rows,
    next: isCut ? rows.at(-1)?.id : end.next,
    searchedTo: isCut ? undefined : end.searchedTo,
    heldCount: countNew(list, rows),
  });
}

/** Takes what came in: into the list, or held back where the list is to stand still. */
export function absorb(list: RecordList, incoming: readonly RecordRow[]): void {
  if (list.search ?? list.catchUp) list.late = hold(list.late, incoming);
  const { rows, flow, next } = list.state.get();
  const shown = new Set(rows.map(({ id }) => id));
  const known = incoming.filter(({ id }) => shown.has(id));
  // What lies beyond the list's end is for a search to find.
  const fresh = incoming.filter(({ id }) => !shown.has(id) && (next === undefined || id >= next));
  if (flow === 'paused') {
    list.held = hold(list.held, [...known, ...fresh]);
    change(list, { heldCount: countNew(list, rows) });
  } else if (list.isScrolled) {
    list.held = hold(list.held, fresh);
    takeIn(list, known);
  } else takeIn(list, incoming);
}

const hold = (held: readonly RecordRow[], incoming: readonly RecordRow[]): readonly RecordRow[] =>
  mergeRows(held, incoming, { most: mostHeld, keeps: keepsAll });

function countNew({ held, filter }: RecordList, rows: readonly RecordRow[]): number {
  if (held.length === 0) return 0;
  const shown = new Set(rows.map(({ id }) => id));
  const keeps = keeperOf(filter);
  return held.filter((row) => !shown.has(row.id) && keeps(row)).length;
}
