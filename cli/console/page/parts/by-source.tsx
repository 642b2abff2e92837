import type { Summary } from '../api.ts';
import { formatCount, formatDuration } from '../format-amount.ts';
import { countNames } from '../summary-figures.ts';
import { ScrollBox } from './scroll-box.tsx';
import { Section } from './section.tsx';
import { SourceLink } from './source-link.tsx';

/** The window's figures for each source. */
export const BySource = ({ rows }: { readonly rows: Summary['bySource'] }) => (
  <Section title="By source" count={rows.length}>
    <ScrollBox label="Figures by source">
      <table class="figures">
        <caption class="sr-only">Deliveries and latency by source</caption>
        <thead>
          <tr>
            <th scope="col">Source</th>
            {countNames.map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
            <th scope="col" class="number">
              p95
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.source}>
              <th scope="row">
                <SourceLink id={row.source} />
              </th>
              {countNames.map((name) => (
                <td key={name} class={`number ${row[name] > 0 ? `count-${name}` : 'muted'}`}>
                  {formatCount(row[name])}
                </td>
              ))}
              <td class="number">{row.p95Ms === null ? '–' : formatDuration(row.p95Ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  </Section>
);
