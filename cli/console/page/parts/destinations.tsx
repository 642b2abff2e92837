import type { DestinationView } from '../api.ts';
import { visible } from '../visible.ts';
import { kindNames } from '../ways.ts';

interface DestinationsProps {
  readonly destinations: readonly DestinationView[];
}

/** Where events of a source go besides its handlers, and which of them. */
export const Destinations = ({ destinations }: DestinationsProps) => (
  <ul class="destinations">
    {destinations.map(({ id, kind, rules }) => (
      <li key={id}>
        <strong>{visible(id)}</strong>, {kindNames[kind]}
        <ul>
          {rules.map((rule) => (
            <li key={rule}>{visible(rule)}</li>
          ))}
        </ul>
      </li>
    ))}
  </ul>
);
