import type { ComponentChildren } from 'preact';

export interface LegendEntry {
  readonly name: string;
  /** Of the style sheet: `tone-NAME`. */
  readonly tone: string;
  readonly value: string;
}

interface ChartLegendProps {
  /** What the values are of: the whole window, or what the pointer is on. */
  readonly of: ComponentChildren;
  readonly entries: readonly LegendEntry[];
}

/** Names, colours and values of what a chart shows. */
export const ChartLegend = ({ of, entries }: ChartLegendProps) => (
  <div class="legend">
    <dl>
      {entries.map(({ name, tone, value }) => (
        <div key={name} class={`legend-${tone}`}>
          <dt>
            <span class="swatch" aria-hidden="true" />
            {name}
          </dt>
          <dd class="number">{value}</dd>
        </div>
      ))}
    </dl>
    <p class="legend-of">{of}</p>
  </div>
);
