import { isFiltered, type RecordFilter } from '../list/record-filter.ts';
import { useSources } from '../receiver.ts';
import { replaceSearch } from '../router.ts';
import { visible } from '../visible.ts';
import { Link } from './link.tsx';

/** What to do where the list is empty. */
export function NothingReceived({ filter }: { readonly filter: RecordFilter }) {
  const [first] = useSources();
  if (isFiltered(filter))
    return (
      <div class="empty">
        <p class="empty-title">No delivery matches these filters.</p>
        <button type="button" onClick={() => replaceSearch('')}>
          Clear filters
        </button>
      </div>
    );
  return (
    <div class="empty">
      <p class="empty-title">Nothing has been received yet.</p>
      <p>
        Send a sample with <code>npx sallyport send {visible(first?.id ?? 'SOURCE')}</code>, or from
        the <Link to="/sources">sources</Link>, where each one’s URL for its provider stands too.
      </p>
    </div>
  );
}
