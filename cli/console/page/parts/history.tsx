import type { HistoryEntry } from '../../../../lambda/model/audit-record.ts';
import { formatDuration } from '../format-amount.ts';
import { visible } from '../visible.ts';
import { Instant } from './instant.tsx';
import { Section } from './section.tsx';

/** What happened to the event since it was received, oldest first. */
export function History({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  if (entries.length === 0) return null;
  return (
    <Section title="History" count={entries.length}>
      <ol class="history">
        {entries.map((entry) => (
          <li key={`${entry.at} ${entry.what}`}>
            <Instant iso={entry.at} isFull />
            <span>{sentence(entry)}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function sentence(entry: HistoryEntry): string {
  switch (entry.what) {
    case 'attempt': {
      const tookMs = Date.parse(entry.at) - Date.parse(entry.startedAt);
      return `Attempt ${entry.attempt}: ${entry.outcome}, after ${formatDuration(tookMs)}`;
    }
    case 'given-up':
      return 'Given up: its workers died until the queue gave it up';
    case 'replay':
    case 'body-erased': {
      const what = entry.what === 'replay' ? 'Replayed' : 'Body erased';
      const order = entry.replayId === undefined ? '' : ` (replay ${visible(entry.replayId)})`;
      return `${what} by ${visible(entry.by)}: ${visible(entry.reason)}${order}`;
    }
    default:
      return entry satisfies never;
  }
}
