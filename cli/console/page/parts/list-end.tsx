import { formatCount } from '../format-amount.ts';
import { restart, searchFurther } from '../list/list-search.ts';
import { mostStill, type RecordList } from '../list/record-list.ts';
import { useStore } from '../store.ts';
import { Trouble } from './loaded-view.tsx';
import { SearchEnd } from './search-end.tsx';

/** What stands below the list: how far the search came, and how to go on. */
export function ListEnd({ list }: { readonly list: RecordList }) {
  const { phase, error, rows, next, searchedTo } = useStore(list.state);
  if (phase === 'failed')
    return (
      <Trouble
        error={error ?? 'the search failed'}
        retry={() => void (next === undefined ? restart(list) : searchFurther(list))}
      />
    );
  if (rows.length >= mostStill)
    return (
      <p class="list-end">
        {formatCount(mostStill)} deliveries are shown: narrow the filters to see older ones.
      </p>
    );
  return (
    <SearchEnd
      isSearching={phase === 'searching'}
      found={rows.length}
      noun="delivery"
      nouns="deliveries"
      next={next}
      searchedTo={searchedTo}
      onFurther={() => void searchFurther(list)}
    />
  );
}
