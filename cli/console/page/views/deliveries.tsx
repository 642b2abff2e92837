import { useEffect, useMemo } from 'preact/hooks';
import { announce } from '../announce.ts';
import type { RecordRow } from '../api.ts';
import { plural } from '../format-amount.ts';
import { heldWords } from '../held-words.ts';
import { setScrolled, showHeld } from '../list/list-search.ts';
import { filterFrom } from '../list/record-filter.ts';
import type { RecordList } from '../list/record-list.ts';
import { FilterBar } from '../parts/filter-bar.tsx';
import { Heading } from '../parts/heading.tsx';
import { Icon } from '../parts/icon.tsx';
import { ListEnd } from '../parts/list-end.tsx';
import { LiveControl } from '../parts/live-control.tsx';
import { NothingReceived } from '../parts/nothing-received.tsx';
import { RecordTable } from '../parts/record-table.tsx';
import { useStore } from '../store.ts';
import { useRecordList } from '../use-record-list.ts';
import { useTitle } from '../use-title.ts';
import { visible } from '../visible.ts';

const mostTypes = 50;

/** What was received, newest first, and what is being received. */
export function DeliveriesView({ search }: { readonly search: string }) {
  useTitle('Deliveries');
  const filter = useMemo(() => filterFrom(search), [search]);
  const list = useRecordList(search);
  const state = useStore(list.state);
  const { rows, phase } = state;
  const isEmpty = rows.length === 0 && phase === 'idle';
  useEffect(() => {
    if (phase === 'idle') announce(plural(rows.length, 'delivery', 'deliveries'));
  }, [phase, search]);
  useScrolled(list);
  const types = useMemo(() => typesOf(rows), [rows[0]?.id, rows.length]);
  return (
    <>
      <Heading aside={<LiveControl list={list} />}>Deliveries</Heading>
      <FilterBar filter={filter} types={types} />
      <HeldHint list={list} />
      {isEmpty && state.next === undefined ? (
        <NothingReceived filter={filter} />
      ) : (
        rows.length > 0 && <RecordTable rows={rows} caption="Deliveries, newest first" />
      )}
      <ListEnd list={list} />
    </>
  );
}

/** Only types that are what they seem to be can be offered for choice. */
function typesOf(rows: readonly RecordRow[]): readonly string[] {
  const types = new Set(rows.flatMap(({ eventType }) => eventType ?? []));
  return [...types]
    .filter((type) => visible(type) === type)
    .sort()
    .slice(0, mostTypes);
}

const scrolledPixels = 120;

function useScrolled(list: RecordList): void {
  useEffect(() => {
    const follow = () => setScrolled(list, scrollY > scrolledPixels);
    follow();
    addEventListener('scroll', follow, { passive: true });
    return () => removeEventListener('scroll', follow);
  }, [list]);
}

/** Says that there is more above, while the list stands still below. */
function HeldHint({ list }: { readonly list: RecordList }) {
  const { heldCount, flow } = useStore(list.state);
  if (heldCount === 0 || flow === 'paused') return null;
  const show = () => {
    showHeld(list);
    scrollTo({ top: 0 });
  };
  return (
    <div class="held-hint">
      <button type="button" class="primary" onClick={show}>
        <Icon shape="up" />
        {heldWords(heldCount)}
      </button>
    </div>
  );
}
