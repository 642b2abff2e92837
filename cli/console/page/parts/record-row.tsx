import { Component } from 'preact';
import type { RecordRow } from '../api.ts';
import { formatInstant } from '../format-time.ts';
import { recordPath } from '../router.ts';
import { firstLine, shortened, visible, visibleLines } from '../visible.ts';
import { Instant } from './instant.tsx';
import { Link } from './link.tsx';
import { Status } from './status.tsx';
import { cellRole, rowRole } from './table-roles.ts';

interface RecordLineProps {
  readonly row: RecordRow;
}

/**
 * A delivery as a line of a table, or as a card where the page is narrow. Rendered anew only when its record changed: a class, because only
 * these can say so. A memoized element would keep the list of its time in memory, with all rows that left it since.
 */
export class RecordLine extends Component<RecordLineProps> {
  override shouldComponentUpdate({ row }: RecordLineProps): boolean {
    return row !== this.props.row;
  }

  override render() {
    return line(this.props.row);
  }
}

const line = (row: RecordRow) => (
  <tr {...rowRole} data-list-row>
    <td {...cellRole} class="c-received">
      <Link
        to={recordPath(row.id)}
        isRow
        label={`${formatInstant(row.receivedAt)}, ${row.source}, ${row.status}: open the record`}
      >
        <Instant iso={row.receivedAt} />
      </Link>
    </td>
    <SourceCell row={row} />
    <td {...cellRole} class="c-status">
      <Status status={row.status} />
    </td>
    <td
      {...cellRole}
      class="c-why"
      title={row.lastError && visibleLines(row.lastError.slice(0, 500))}
    >
      {row.destination !== undefined && <span class="to">to {shortened(row.destination)}: </span>}
      {row.reason ?? row.outcome}
      {row.status === 'failed' && row.lastError !== undefined && (
        <span class="last-error">{shortened(firstLine(row.lastError))}</span>
      )}
    </td>
    <TextCell class="c-type" text={row.eventType} />
    <EventIdCell row={row} />
    <TextCell class="c-address mono" text={row.sourceIp} />
    <Count class="c-attempts" count={row.attempts} noun="attempt" />
    <Count class="c-deliveries" count={row.deliveries} noun="delivery" nouns="deliveries" />
  </tr>
);

interface CellProps {
  readonly class: string;
  readonly text: string | undefined;
}

const TextCell = ({ text = '', ...rest }: CellProps) => (
  <td {...cellRole} class={rest.class} title={shortened(text, 500)}>
    <bdi>{shortened(text)}</bdi>
  </td>
);

const SourceCell = ({ row: { source, tenant } }: RecordLineProps) => (
  <td
    {...cellRole}
    class="c-source"
    title={
      tenant === undefined ? shortened(source) : `${shortened(source)}, tenant ${shortened(tenant)}`
    }
  >
    <bdi>{shortened(source)}</bdi>
    {tenant !== undefined && (
      <span class="tenant">
        {' / '}
        <span class="sr-only">tenant </span>
        <bdi>{shortened(tenant)}</bdi>
      </span>
    )}
  </td>
);

/** The sender's id for the event, and the caller's name for what it answers. */
const EventIdCell = ({ row: { eventId, callback } }: RecordLineProps) => {
  if (callback === undefined) return <TextCell class="c-event-id mono" text={eventId} />;
  const ref = shortened(callback.ref, 300);
  return (
    <td {...cellRole} class="c-event-id" title={`callback ${ref}`}>
      <span class="ref">
        <span class="muted">ref </span>
        <bdi class="mono">{shortened(callback.ref)}</bdi>
      </span>
      {eventId !== undefined && <bdi class="mono">{shortened(eventId)}</bdi>}
    </td>
  );
};

interface CountProps {
  readonly class: string;
  readonly count: number;
  readonly noun: string;
  readonly nouns?: string;
}

/** One is the usual number; what differs from it is to be seen. */
const Count = ({ count, noun, nouns = `${noun}s`, ...rest }: CountProps) => (
  <td
    {...cellRole}
    class={`${rest.class} number ${count > 1 ? 'many' : ''}`}
    data-label={count === 1 ? noun : nouns}
  >
    {visible(String(count))}
  </td>
);
