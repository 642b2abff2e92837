import type { RecordRow } from '../api.ts';
import { plural } from '../format-amount.ts';
import { recordPath } from '../router.ts';
import { shortened, visible, visibleLines } from '../visible.ts';
import { Instant } from './instant.tsx';
import { Link } from './link.tsx';

interface DeadLetterRowProps {
  readonly row: RecordRow;
  readonly isSelected: boolean;
  readonly onSelect: (isSelected: boolean) => void;
}

const mostErrorCharacters = 600;

/** A failed event with its last error. */
export const DeadLetterRow = ({ row, isSelected, onSelect }: DeadLetterRowProps) => (
  <li data-list-row class={isSelected ? 'selected' : ''}>
    <input
      type="checkbox"
      checked={isSelected}
      aria-label={`select ${row.source}, ${visible(row.eventType ?? row.id)}`}
      onChange={(event) => onSelect(event.currentTarget.checked)}
    />
    <div class="dead-letter">
      <p class="dead-letter-head">
        <Link class="mono" to={recordPath(row.id)} isRow>
          {visible(row.id)}
        </Link>
        <span>
          <bdi>{visible(row.source)}</bdi>
          {row.tenant !== undefined && (
            <>
              {' / '}
              <bdi>{visible(row.tenant)}</bdi>
            </>
          )}
          {row.destination !== undefined && (
            <>
              {' to '}
              <bdi class="strong">{visible(row.destination)}</bdi>
            </>
          )}
          {row.eventType !== undefined && (
            <>
              {' · '}
              <bdi class="strong">{shortened(row.eventType)}</bdi>
            </>
          )}
        </span>
        <span class="muted">
          failed <Instant iso={row.settledAt ?? row.receivedAt} /> after{' '}
          {plural(row.attempts, 'attempt')}
        </span>
      </p>
      <p class="dead-letter-error">
        <bdi>
          {visibleLines((row.lastError ?? 'no error on record').slice(0, mostErrorCharacters))}
        </bdi>
      </p>
    </div>
  </li>
);
