import { useMemo } from 'preact/hooks';
import type { SourceView } from '../api.ts';
import { plural } from '../format-amount.ts';
import { queryString } from '../http.ts';
import { DebouncedInput } from '../parts/debounced-input.tsx';
import { Choice, Field } from '../parts/field.tsx';
import { Heading } from '../parts/heading.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { SourceItem } from '../parts/source-item.tsx';
import { loadReceiver } from '../receiver.ts';
import { replaceSearch } from '../router.ts';
import { isOfKind, type SourceKind, sourceKinds } from '../source-kinds.ts';
import { useLoaded } from '../use-loaded.ts';
import { useTitle } from '../use-title.ts';

const everyMs = 30_000;

/** The configured sources: what each provider is to be given, what is checked, and a way to try it. */
export function SourcesView({ search }: { readonly search: string }) {
  useTitle('Sources');
  const query = new URLSearchParams(search);
  const text = query.get('text') ?? '';
  const kind = sourceKinds.find(([each]) => each === query.get('show'))?.[0] ?? 'all';
  const [loaded, reload] = useLoaded('sources', { load: loadReceiver, repeatMs: () => everyMs });
  const narrow = (change: { readonly text?: string; readonly show?: string }) => {
    const { text: wanted, show } = { text, show: kind, ...change };
    replaceSearch(queryString({ text: wanted, show: show === 'all' ? '' : show }));
  };
  return (
    <>
      <Heading>Sources</Heading>
      <search class="filter-bar" aria-label="Filter the sources">
        <Field id="source-text" label="Search" class="field-text">
          <DebouncedInput
            id="source-text"
            type="search"
            placeholder="source or provider…"
            value={text}
            onValue={(value) => narrow({ text: value })}
            isSearch
          />
        </Field>
        <Choice
          id="source-show"
          label="Show"
          value={kind}
          options={sourceKinds}
          onValue={(show) => narrow({ show })}
        />
      </search>
      <LoadedView loaded={loaded} reload={reload}>
        {({ sources }) => <SourceItems sources={sources} text={text} kind={kind} />}
      </LoadedView>
    </>
  );
}

interface SourceItemsProps {
  readonly sources: readonly SourceView[];
  readonly text: string;
  readonly kind: SourceKind;
}

function SourceItems({ sources, text, kind }: SourceItemsProps) {
  const shown = useMemo(() => {
    const wanted = text.toLowerCase();
    return sources.filter(
      (source) =>
        isOfKind(source, kind) && `${source.id}\n${source.provider}`.toLowerCase().includes(wanted),
    );
  }, [sources, text, kind]);
  if (sources.length === 0)
    return (
      <div class="empty">
        <p class="empty-title">No source is configured.</p>
        <p>
          Write your sources into <code>receiver.config.ts</code>.
        </p>
      </div>
    );
  return (
    <>
      <p class="list-count" role="status">
        {shown.length === sources.length
          ? plural(sources.length, 'source')
          : `${shown.length} of ${plural(sources.length, 'source')}`}
      </p>
      {shown.length === 0 ? (
        <div class="empty">
          <p class="empty-title">No source matches.</p>
          <button type="button" onClick={() => replaceSearch('')}>
            Show all
          </button>
        </div>
      ) : (
        <ul class="sources">
          {shown.map((source) => (
            <SourceItem key={source.id} source={source} startsOpen={shown.length === 1} />
          ))}
        </ul>
      )}
    </>
  );
}
