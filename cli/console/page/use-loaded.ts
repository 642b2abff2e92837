import { useEffect, useRef, useState } from 'preact/hooks';
import { recoveries } from './connection.ts';
import { failureText } from './http.ts';
import { useStore } from './store.ts';

/** What a view shows of something that comes from the server. */
export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: string }
  /** `error` says that it could not be refreshed. */
  | { readonly kind: 'ready'; readonly value: T; readonly error?: string };

interface Source<T> {
  readonly load: (signal: AbortSignal) => Promise<T>;
  /** After how long it is to be loaded again; not at all where it answers undefined. Never while the page is hidden. */
  readonly repeatMs?: (value: T) => number | undefined;
}

const loading = { kind: 'loading' } as const;

/**
 * What `load` answers, loaded anew whenever `key` changes and when the server is back. While that happens, the old value of the same key stays.
 * The second value loads it again.
 */
export function useLoaded<T>(key: string, source: Source<T>): readonly [Loaded<T>, () => void] {
  const [found, setFound] = useState<{ readonly key: string; readonly loaded: Loaded<T> }>();
  const [round, setRound] = useState(0);
  const recovery = useStore(recoveries);
  const latest = useRef(source);
  latest.current = source;
  useEffect(() => {
    const abort = new AbortController();
    const again = () => setRound((before) => before + 1);
    let stopWaiting = () => {};
    latest.current.load(abort.signal).then(
      (value) => {
        if (abort.signal.aborted) return;
        setFound({ key, loaded: { kind: 'ready', value } });
        const waitMs = latest.current.repeatMs?.(value);
        if (waitMs !== undefined) stopWaiting = afterSeen(waitMs, again);
      },
      (failure: unknown) => {
        const error = abort.signal.aborted ? undefined : failureText(failure);
        if (error === undefined) return;
        setFound((before) => ({ key, loaded: withError(before, { key, error }) }));
      },
    );
    return () => {
      abort.abort();
      stopWaiting();
    };
  }, [key, round, recovery]);
  const state = found?.key === key ? found.loaded : loading;
  return [state, () => setRound((before) => before + 1)];
}

function withError<T>(
  before: { readonly key: string; readonly loaded: Loaded<T> } | undefined,
  { key, error }: { readonly key: string; readonly error: string },
): Loaded<T> {
  return before?.key === key && before.loaded.kind === 'ready'
    ? { ...before.loaded, error }
    : { kind: 'failed', error };
}

/** Calls `then` after the time, or when the page is looked at next, whichever is later. Answers with what calls it off. */
function afterSeen(waitMs: number, then: () => void): () => void {
  const abort = new AbortController();
  const timer = setTimeout(() => {
    if (document.visibilityState === 'visible') then();
    else document.addEventListener('visibilitychange', then, { once: true, signal: abort.signal });
  }, waitMs);
  return () => {
    clearTimeout(timer);
    abort.abort();
  };
}
