import type uPlot from 'uplot';
import { formatDay, formatTimeOfDay } from '../format-time.ts';
import type { Colours } from './chart.tsx';

interface AxesWishes {
  readonly formatValue: (value: number) => string;
  readonly colours: Colours;
}

const font = '12px system-ui, sans-serif';

/** Time below, values on the left; quiet lines. */
export function chartAxes({ formatValue, colours }: AxesWishes): uPlot.Axis[] {
  const quiet = {
    stroke: colours('muted'),
    font,
    grid: { stroke: colours('line'), width: 1 },
    ticks: { stroke: colours('line'), width: 1, size: 4 },
  };
  return [
    { ...quiet, space: 70, size: 32, values: (_chart, splits) => timeLabels(splits) },
    { ...quiet, size: 64, values: (_chart, splits) => splits.map(formatValue) },
  ];
}

/** Times of day; the day where a new one begins. */
function timeLabels(splits: readonly number[]): string[] {
  return splits.map((seconds, at) => {
    const date = new Date(seconds * 1000);
    const before = splits[at - 1];
    const isNewDay =
      before === undefined
        ? date.getHours() === 0 && date.getMinutes() === 0
        : new Date(before * 1000).getDate() !== date.getDate();
    return isNewDay ? formatDay(date) : formatTimeOfDay(date).slice(0, 5);
  });
}
