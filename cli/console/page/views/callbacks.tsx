import type { CallbackQuery, CallbacksView as Found } from '../api.ts';
import { plural } from '../format-amount.ts';
import { getJson, queryString } from '../http.ts';
import { CallbackList } from '../parts/callback-list.tsx';
import { DebouncedInput } from '../parts/debounced-input.tsx';
import { Choice, Field } from '../parts/field.tsx';
import { Heading } from '../parts/heading.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { useSources } from '../receiver.ts';
import { replaceSearch } from '../router.ts';
import { useLoaded } from '../use-loaded.ts';
import { useTitle } from '../use-title.ts';
import { visible } from '../visible.ts';

/** How it stands with the callbacks of one ref: waiting, answered, expired. */
export function CallbacksView({ search }: { readonly search: string }) {
  useTitle('Callbacks');
  const query = new URLSearchParams(search);
  const takers = useSources().flatMap(({ id, takesCallbacks }) => (takesCallbacks ? [id] : []));
  const source = query.get('source') || (takers[0] ?? '');
  const ref = query.get('ref') ?? '';
  const narrow = (change: Partial<CallbackQuery>) =>
    replaceSearch(queryString({ source, ref, ...change }));
  const choices = source === '' || takers.includes(source) ? takers : [source, ...takers];
  return (
    <>
      <Heading>Callbacks</Heading>
      <search class="filter-bar" aria-label="Look up callbacks">
        <Choice
          id="callback-source"
          label="Source"
          value={source}
          options={choices.map((id) => [id, visible(id)] as const)}
          onValue={(id) => narrow({ source: id })}
        />
        <Field id="callback-ref" label="Ref" class="field-text">
          <DebouncedInput
            id="callback-ref"
            type="search"
            placeholder="the whole of the name it was minted under"
            value={ref}
            onValue={(text) => narrow({ ref: text })}
            isSearch
          />
        </Field>
      </search>
      {source === '' || ref === '' ? (
        <p class="nothing">
          {source === ''
            ? 'No source takes callbacks.'
            : 'Name a ref: callbacks are found by the name that they were minted under.'}
        </p>
      ) : (
        <Callbacks source={source} callbackRef={ref} />
      )}
    </>
  );
}

interface CallbacksProps {
  readonly source: string;
  readonly callbackRef: string;
}

const waitingEveryMs = 5000;

function Callbacks({ source, callbackRef: ref }: CallbacksProps) {
  const path = `/api/callbacks${queryString({ source, ref })}`;
  const [loaded, reload] = useLoaded<Found>(path, {
    load: (signal) => getJson(path, signal),
    repeatMs: ({ callbacks }) =>
      callbacks.some(({ state }) => state === 'waiting') ? waitingEveryMs : undefined,
  });
  return (
    <LoadedView loaded={loaded} reload={reload}>
      {({ callbacks }) => (
        <>
          <p class="list-count" role="status">
            {plural(callbacks.length, 'callback')} of <bdi class="mono">{visible(ref)}</bdi>
            {callbacks.length > 0 && ', newest first'}
          </p>
          {callbacks.length > 0 && <CallbackList callbacks={callbacks} />}
        </>
      )}
    </LoadedView>
  );
}
