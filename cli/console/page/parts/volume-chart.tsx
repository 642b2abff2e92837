import { useMemo, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { Summary } from '../api.ts';
import { formatCount } from '../format-amount.ts';
import { formatBucket } from '../format-time.ts';
import { bucketStarts, countNames, totalOf } from '../summary-figures.ts';
import { Chart, type Colours } from './chart.tsx';
import { chartAxes } from './chart-axes.ts';
import { ChartLegend } from './chart-legend.tsx';
import { Section } from './section.tsx';

/** Deliveries over time, by what became of them, one upon the other. */
export function VolumeChart({ summary }: { readonly summary: Summary }) {
  const [at, setAt] = useState<number>();
  const data = useMemo(() => stacked(summary), [summary]);
  const { startSeconds, bucketSeconds } = summary;
  const entries = countNames.map((name) => ({
    name,
    tone: name,
    value: formatCount(at === undefined ? totalOf(summary, name) : (summary[name][at] ?? 0)),
  }));
  const totals = countNames.map((name) => `${formatCount(totalOf(summary, name))} ${name}`);
  return (
    <Section title="Deliveries">
      <ChartLegend
        of={
          at === undefined
            ? 'whole window'
            : `from ${formatBucket(startSeconds + at * bucketSeconds, bucketSeconds)}`
        }
        entries={entries}
      />
      <Chart
        data={data}
        makeOptions={(colours) => options(summary, colours)}
        onPoint={setAt}
        label={`Deliveries over time: ${totals.join(', ')}`}
      />
    </Section>
  );
}

/** Heights of the stacks: the first list is that of the whole one, so that each later one is drawn over it. */
function stacked(summary: Summary): uPlot.AlignedData {
  const heights = countNames.map((_name, at) =>
    summary.accepted.map((_count, bucket) =>
      countNames.slice(0, at + 1).reduce((sum, name) => sum + (summary[name][bucket] ?? 0), 0),
    ),
  );
  return [bucketStarts(summary), ...heights.reverse()];
}

function options(
  { startSeconds, bucketSeconds, accepted }: Summary,
  colours: Colours,
): Omit<uPlot.Options, 'width' | 'height'> {
  const bars = uPlot.paths.bars?.({ size: [0.82, 40], align: 1 });
  return {
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { range: [startSeconds, startSeconds + accepted.length * bucketSeconds] },
      y: { range: (_chart, _min, max) => [0, Math.max(4, max * 1.08)] },
    },
    axes: chartAxes({
      colours,
      formatValue: (value) => (Number.isInteger(value) ? formatCount(value) : ''),
    }),
    series: [
      {},
      ...countNames.toReversed().map((name) => ({
        label: name,
        fill: colours(`chart-${name}`),
        width: 0,
        points: { show: false },
        ...(bars && { paths: bars }),
      })),
    ],
  };
}
