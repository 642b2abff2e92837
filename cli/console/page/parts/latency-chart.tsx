import { useMemo, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Summary } from '../api.ts';
import { formatDuration } from '../format-amount.ts';
import { formatBucket } from '../format-time.ts';
import {
  bucketStarts,
  highestOf,
  type PercentileName,
  percentileNames,
} from '../summary-figures.ts';
import { Chart, type Colours } from './chart.tsx';
import { chartAxes } from './chart-axes.ts';
import { ChartLegend } from './chart-legend.tsx';
import { Section } from './section.tsx';

const dashes: Readonly<Record<PercentileName, number[]>> = { p50: [], p95: [6, 3], p99: [2, 3] };

const words = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? '–' : formatDuration(ms);

/** How long handling took over time: the middle one, and the slowest of twenty and of a hundred. */
export function LatencyChart({ summary }: { readonly summary: Summary }) {
  const [at, setAt] = useState<number>();
  const data = useMemo((): uPlot.AlignedData => {
    const values = percentileNames.map((name) => [...summary.latencyMs[name]]);
    return [bucketStarts(summary), ...values];
  }, [summary]);
  const { startSeconds, bucketSeconds } = summary;
  const entries = percentileNames.map((name) => ({
    name,
    tone: name,
    value: words(at === undefined ? highestOf(summary, name) : summary.latencyMs[name][at]),
  }));
  if (highestOf(summary, 'p50') === undefined)
    return (
      <Section title="Latency">
        <p class="nothing">Nothing was handled in this window.</p>
      </Section>
    );
  return (
    <Section title="Latency">
      <ChartLegend
        of={
          at === undefined
            ? 'highest in the window; from receipt to the handler’s end, sampled'
            : `from ${formatBucket(startSeconds + at * bucketSeconds, bucketSeconds)}`
        }
        entries={entries}
      />
      <Chart
        data={data}
        makeOptions={(colours) => options(summary, colours)}
        onPoint={setAt}
        label={`Latency over time, highest: ${entries.map(({ name, value }) => `${name} ${value}`).join(', ')}`}
      />
    </Section>
  );
}

function options(
  { startSeconds, bucketSeconds, accepted }: Summary,
  colours: Colours,
): Omit<uPlot.Options, 'width' | 'height'> {
  return {
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { range: [startSeconds, startSeconds + accepted.length * bucketSeconds] },
      y: { range: (_chart, _min, max) => [0, Math.max(1, max * 1.1)] },
    },
    axes: chartAxes({ colours, formatValue: formatDuration }),
    series: [
      {},
      ...percentileNames.map((name) => ({
        label: name,
        stroke: colours(`chart-${name}`),
        width: 2,
        dash: dashes[name],
        points: { size: 5, fill: colours(`chart-${name}`) },
      })),
    ],
  };
}
