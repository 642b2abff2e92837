import { useEffect, useState } from 'preact/hooks';
import { announce } from '../announce.ts';
import { plural } from '../format-amount.ts';
import { queryString } from '../http.ts';
import { DeadLetterRow } from '../parts/dead-letter-row.tsx';
import { SourceChoice } from '../parts/filter-bar.tsx';
import { Heading } from '../parts/heading.tsx';
import { Trouble } from '../parts/loaded-view.tsx';
import { Notice } from '../parts/notice.tsx';
import { ReplayDialog } from '../parts/replay-dialog.tsx';
import { SearchEnd } from '../parts/search-end.tsx';
import { SelectionBar } from '../parts/selection-bar.tsx';
import { replaceSearch } from '../router.ts';
import { useDeadLetters } from '../use-dead-letters.ts';
import { useTitle } from '../use-title.ts';
import { replayNoun } from '../ways.ts';

const none: ReadonlySet<string> = new Set();

/** Events that were given up, with what their handlers said, to be replayed once the cause is gone. */
export function FailedView({ search }: { readonly search: string }) {
  useTitle('Failed');
  const source = new URLSearchParams(search).get('source') ?? '';
  const { list, restart, further } = useDeadLetters(source);
  const [selected, setSelected] = useState(none);
  const [isAsking, setAsking] = useState(false);
  // Some were replayed: they are shown until the results have been read.
  const [isOld, setOld] = useState(false);
  const { rows, isSearching, error, waiting } = list;
  const noun = `failed ${replayNoun(rows.map(({ id }) => id))}`;
  useEffect(() => setSelected(none), [source]);
  useEffect(() => {
    if (!isSearching && error === undefined) announce(plural(rows.length, noun));
  }, [isSearching]);
  const choose = (ids: readonly string[], isChosen: boolean) => {
    const next = new Set(selected);
    for (const id of ids) isChosen ? next.add(id) : next.delete(id);
    setSelected(next);
  };
  const closeDialog = () => {
    setAsking(false);
    if (!isOld) return;
    setOld(false);
    setSelected(none);
    restart();
  };
  const ids = rows.map(({ id }) => id).filter((id) => selected.has(id));
  return (
    <>
      <Heading>Failed</Heading>
      <div class="filter-bar">
        <SourceChoice
          value={source}
          onValue={(value) => replaceSearch(queryString({ source: value }))}
        />
      </div>
      {waiting > 0 && <Waiting count={waiting} />}
      {rows.length > 0 && (
        <>
          <SelectionBar
            count={ids.length}
            isAll={ids.length === rows.length}
            onAll={(isAll) =>
              choose(
                rows.map(({ id }) => id),
                isAll,
              )
            }
            onReplay={() => setAsking(true)}
          />
          <ul class="dead-letters" aria-label="Failed events, newest first">
            {rows.map((row) => (
              <DeadLetterRow
                key={row.id}
                row={row}
                isSelected={selected.has(row.id)}
                onSelect={(isSelected) => choose([row.id], isSelected)}
              />
            ))}
          </ul>
        </>
      )}
      {rows.length === 0 && !isSearching && error === undefined && list.next === undefined && (
        <div class="empty">
          <p class="empty-title">No failed events{source !== '' && ' of this source'}.</p>
          <p>
            Events come here when their handler was given up: after its last attempt, or at once by
            NonRetryable. So do ways to destinations that were given up.
          </p>
        </div>
      )}
      {error !== undefined && (
        <Trouble error={error} retry={list.next === undefined ? restart : further} />
      )}
      <SearchEnd
        isSearching={isSearching}
        found={rows.length}
        noun={noun}
        next={list.next}
        searchedTo={list.searchedTo}
        onFurther={further}
      />
      {isAsking && <ReplayDialog ids={ids} onClose={closeDialog} onReplayed={() => setOld(true)} />}
    </>
  );
}

const Waiting = ({ count }: { readonly count: number }) => (
  <Notice
    tone="warn"
    title={`${plural(count, 'message')} ${count === 1 ? 'waits' : 'wait'} in the dead-letter queues`}
  >
    <p>
      They could not be given to any event yet, so they are not in this list:{' '}
      <code>npx sallyport dlq list</code> and the runbook say more.
    </p>
  </Notice>
);
