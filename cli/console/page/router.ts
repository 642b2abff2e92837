import { createStore } from './store.ts';

/** What the page shows, by its path. */
export type Route =
  | { readonly view: 'deliveries' | 'failed' | 'sources' | 'callbacks' | 'activity' | 'not-found' }
  | { readonly view: 'record'; readonly id: string };

/** Path and query of the address bar. */
export interface Place {
  readonly path: string;
  readonly search: string;
  /** Whether the browser's own buttons, or `goBack`, led here: then the scroll position is to be restored. */
  readonly isReturn: boolean;
}

interface EntryState {
  /** How many entries of ours lie before this one. */
  readonly depth: number;
  readonly scrollTop: number;
}

const here = (isReturn: boolean): Place => ({
  path: location.pathname,
  search: location.search,
  isReturn,
});

export const place = createStore<Place>(here(false));

const views: Readonly<Record<string, Exclude<Route['view'], 'record'>>> = {
  '/': 'deliveries',
  '/failed': 'failed',
  '/sources': 'sources',
  '/callbacks': 'callbacks',
  '/activity': 'activity',
};

/** The view of a path; `not-found` for one that has none. */
export function routeOf(path: string): Route {
  const id = /^\/records\/([^/]+)\/?$/.exec(path)?.[1];
  if (id === undefined) return { view: views[path.replace(/(.)\/$/, '$1')] ?? 'not-found' };
  try {
    return { view: 'record', id: decodeURIComponent(id) };
  } catch {
    return { view: 'not-found' };
  }
}

/** Address of a record's view. The slash in the id of a way is encoded. */
export const recordPath = (id: string): string => `/records/${encodeURIComponent(id)}`;

/** Address of the view of a source's callbacks, of one ref where it is given. */
export const callbacksPath = (source: string, ref = ''): string =>
  `/callbacks?${new URLSearchParams({ source, ref })}`;

function entryState(): EntryState {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'depth' in state && 'scrollTop' in state
    ? { depth: Number(state.depth), scrollTop: Number(state.scrollTop) }
    : { depth: 0, scrollTop: 0 };
}

/** Goes to a path of ours, with or without query. */
export function navigate(to: string): void {
  const { depth } = entryState();
  history.replaceState({ depth, scrollTop: scrollY } satisfies EntryState, '');
  history.pushState({ depth: depth + 1, scrollTop: 0 } satisfies EntryState, '', to);
  place.set(here(false));
}

/** Changes the query of where we are, without a new entry to go back over. */
export function replaceSearch(search: string): void {
  history.replaceState(history.state, '', `${location.pathname}${search}`);
  place.set(here(false));
}

/** Where we came from; the deliveries where we came from nowhere. */
export function goBack(): void {
  if (entryState().depth > 0) history.back();
  else navigate('/');
}

/** Scroll position that this entry had when it was left. */
export const keptScrollTop = (): number => entryState().scrollTop;

/** Follows the browser's own buttons. */
export function watchHistory(): void {
  history.scrollRestoration = 'manual';
  addEventListener('popstate', () => place.set(here(true)));
  // The position must be on record before the browser goes back or forward, of which it says nothing beforehand.
  addEventListener('scrollend', () => {
    history.replaceState({ depth: entryState().depth, scrollTop: scrollY }, '');
  });
}
