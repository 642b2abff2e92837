import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeadLetters, RecordRow } from './api.ts';
import { recoveries } from './connection.ts';
import { failureText } from './http.ts';
import { searchPages } from './list/search-pages.ts';
import { useStore } from './store.ts';

export interface DeadLetterList {
  readonly rows: readonly RecordRow[];
  readonly waiting: number;
  readonly next: string | undefined;
  readonly searchedTo: string | undefined;
  readonly isSearching: boolean;
  readonly error: string | undefined;
}

const empty: DeadLetterList = {
  rows: [],
  waiting: 0,
  next: undefined,
  searchedTo: undefined,
  isSearching: true,
  error: undefined,
};

interface DeadLetterSearch {
  readonly list: DeadLetterList;
  /** From the newest on. */
  readonly restart: () => void;
  readonly further: () => void;
}

/** Failed events of a source, or of all where it is empty, newest first. */
export function useDeadLetters(source: string): DeadLetterSearch {
  const [list, setList] = useState(empty);
  const running = useRef<AbortController>(undefined);
  const recovery = useStore(recoveries);
  const search = async (before: string | undefined) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    setList((shown) =>
      before === undefined ? empty : { ...shown, isSearching: true, error: undefined },
    );
    try {
      await searchPages<DeadLetters>({
        path: '/api/dead-letters',
        query: { source },
        before,
        signal: abort.signal,
        onPage: ({ records, next, searchedTo, waiting }) =>
          setList((shown) => ({
            ...shown,
            rows: [...shown.rows, ...records],
            next,
            searchedTo,
            waiting,
          })),
      });
      setList((shown) => ({ ...shown, isSearching: false }));
    } catch (failure) {
      const error = abort.signal.aborted ? undefined : failureText(failure);
      if (error !== undefined) setList((shown) => ({ ...shown, isSearching: false, error }));
    }
  };
  useEffect(() => {
    void search(undefined);
    return () => running.current?.abort();
  }, [source, recovery]);
  return {
    list,
    restart: () => void search(undefined),
    further: () => void search(list.next),
  };
}
