import { useEffect, useMemo } from 'preact/hooks';
import { startList, stopList } from './list/list-search.ts';
import { filterFrom } from './list/record-filter.ts';
import { createRecordList, type ListState, type RecordList } from './list/record-list.ts';

interface Kept {
  readonly search: string;
  readonly state: ListState;
}

let kept: Kept | undefined;

/**
 * The list of deliveries for the query of the address. Who comes back to the query of before finds the list as it was left, and then what
 * was received since.
 */
export function useRecordList(search: string): RecordList {
  const list = useMemo(() => {
    const before = kept?.search === search ? kept.state : undefined;
    return createRecordList(filterFrom(search), before);
  }, [search]);
  useEffect(() => {
    startList(list);
    return () => {
      const state = list.state.get();
      kept = state.phase === 'idle' ? { search, state } : undefined;
      stopList(list);
    };
  }, [list]);
  return list;
}
