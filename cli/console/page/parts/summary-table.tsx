import type { Summary } from '../api.ts';
import { formatCount, formatDuration } from '../format-amount.ts';
import { formatBucket } from '../format-time.ts';
import { bucketStarts, countNames, percentileNames } from '../summary-figures.ts';
import { ScrollBox } from './scroll-box.tsx';
import { Section } from './section.tsx';

/** What the charts show, in figures. Newest first. */
export function SummaryTable({ summary }: { readonly summary: Summary }) {
  const buckets = bucketStarts(summary).map((seconds, at) => ({ seconds, at }));
  return (
    <Section title="Over time">
      <ScrollBox label="Activity over time">
        <table class="figures">
          <caption class="sr-only">Deliveries and latency over time, newest first</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              {[...countNames, ...percentileNames].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {buckets.reverse().map(({ seconds, at }) => (
              <tr key={seconds}>
                <th scope="row">{formatBucket(seconds, summary.bucketSeconds)}</th>
                {countNames.map((name) => (
                  <td key={name} class="number">
                    {formatCount(summary[name][at] ?? 0)}
                  </td>
                ))}
                {percentileNames.map((name) => (
                  <td key={name} class="number">
                    {durationOrDash(summary.latencyMs[name][at])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Section>
  );
}

const durationOrDash = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? '–' : formatDuration(ms);
