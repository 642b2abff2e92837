import { visible } from '../visible.ts';

interface PairTableProps {
  readonly pairs: readonly (readonly [name: string, value: string])[];
  /** Shown where there are none. */
  readonly nothing: string;
}

/** Names and values that a sender chose. */
export const PairTable = ({ pairs, nothing }: PairTableProps) =>
  pairs.length === 0 ? (
    <p class="nothing">{nothing}</p>
  ) : (
    <table class="pairs">
      <thead class="sr-only">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(([name, value], at) => (
          // Names of a form may come several times.
          <tr key={`${at} ${name}`}>
            <th scope="row">
              <bdi>{visible(name)}</bdi>
            </th>
            <td>
              <bdi>{visible(value)}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
