import { plural } from '../format-amount.ts';
import { Instant } from './instant.tsx';
import { Loading } from './loaded-view.tsx';

interface SearchEndProps {
  readonly isSearching: boolean;
  readonly found: number;
  /** What one of them is called. */
  readonly noun: string;
  readonly nouns?: string;
  readonly next: string | undefined;
  readonly searchedTo: string | undefined;
  readonly onFurther: () => void;
}

/** How far back a search came. It can have come far and found little, so it says so and offers to go on. */
export function SearchEnd({ isSearching, found, next, searchedTo, ...rest }: SearchEndProps) {
  const back = searchedTo !== undefined && (
    <>
      {' '}
      searched back to <Instant iso={searchedTo} isFull />
    </>
  );
  if (isSearching)
    return (
      <div class="list-end">
        <Loading text="Searching" />
        {searchedTo !== undefined && <p>{back}</p>}
      </div>
    );
  if (next === undefined && found === 0) return null;
  return (
    <div class="list-end">
      <p>
        {plural(found, rest.noun, rest.nouns)}
        {next === undefined ? ', no older ones' : back && <>;{back}</>}
      </p>
      {next !== undefined && (
        <button type="button" onClick={rest.onFurther}>
          {found === 0 ? 'Search further' : 'Load older'}
        </button>
      )}
    </div>
  );
}
