import { type Summary, type SummaryWindow, summaryWindows } from '../api.ts';
import { getJson, queryString } from '../http.ts';
import { BySource } from '../parts/by-source.tsx';
import { Choice } from '../parts/field.tsx';
import { SourceChoice } from '../parts/filter-bar.tsx';
import { Heading } from '../parts/heading.tsx';
import { LatencyChart } from '../parts/latency-chart.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { Notice } from '../parts/notice.tsx';
import { SummaryTable } from '../parts/summary-table.tsx';
import { VolumeChart } from '../parts/volume-chart.tsx';
import { replaceSearch } from '../router.ts';
import { useLoaded } from '../use-loaded.ts';
import { useTitle } from '../use-title.ts';

/** Windows that are short enough to be read again and again. */
const repeatMs: Readonly<Partial<Record<SummaryWindow, number>>> = { '15m': 15_000, '1h': 60_000 };

const options = summaryWindows.map((each) => [each, `last ${each}`] as const);

/** How much was received, and how long handling took, over time. */
export function ActivityView({ search }: { readonly search: string }) {
  useTitle('Activity');
  const query = new URLSearchParams(search);
  const window = summaryWindows.find((each) => each === query.get('window')) ?? '1h';
  const source = query.get('source') ?? '';
  const isTable = query.get('as') === 'table';
  const show = (change: object) =>
    replaceSearch(queryString({ window, source, as: query.get('as') ?? '', ...change }));
  const asked = queryString({ window, source });
  const [loaded, reload] = useLoaded<Summary>(asked, {
    load: (signal) => getJson(`/api/summary${asked}`, signal),
    repeatMs: () => repeatMs[window],
  });
  return (
    <>
      <Heading
        aside={
          <button type="button" onClick={reload}>
            Refresh
          </button>
        }
      >
        Activity
      </Heading>
      <div class="filter-bar">
        <Choice
          id="activity-window"
          label="Window"
          value={window}
          options={options}
          onValue={(value) => show({ window: value })}
        />
        <SourceChoice value={source} onValue={(value) => show({ source: value })} />
        <label class="check">
          <input
            type="checkbox"
            checked={isTable}
            onChange={(event) => show({ as: event.currentTarget.checked ? 'table' : '' })}
          />
          Show as table
        </label>
      </div>
      <LoadedView loaded={loaded} reload={reload}>
        {(summary) => <SummaryContent summary={summary} isTable={isTable} />}
      </LoadedView>
    </>
  );
}

interface SummaryContentProps {
  readonly summary: Summary;
  readonly isTable: boolean;
}

function SummaryContent({ summary, isTable }: SummaryContentProps) {
  const { accepted, again, rejected, failed } = summary;
  const isEmpty = ![accepted, again, rejected, failed].flat().some((count) => count > 0);
  return (
    <>
      {summary.isPartial && (
        <Notice tone="warn" title="Not all of it is counted">
          <p>
            There were more records than are counted at a time: what is older is missing. Choose a
            shorter window or one source.
          </p>
        </Notice>
      )}
      {isEmpty ? (
        <div class="empty">
          <p class="empty-title">Nothing was received in this window.</p>
          <p>Choose a longer one, or send a sample from the sources.</p>
        </div>
      ) : (
        <>
          {isTable ? (
            <SummaryTable summary={summary} />
          ) : (
            <>
              <VolumeChart summary={summary} />
              <LatencyChart summary={summary} />
            </>
          )}
          <BySource rows={summary.bySource} />
        </>
      )}
    </>
  );
}
