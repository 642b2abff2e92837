import type { AuditRecord } from '../../../../lambda/model/audit-record.ts';
import type { RecordDetail, WayView } from '../api.ts';
import { plural } from '../format-amount.ts';
import { recordPath } from '../router.ts';
import { firstLine, shortened, visible } from '../visible.ts';
import { kindNames } from '../ways.ts';
import { Instant } from './instant.tsx';
import { Link } from './link.tsx';
import { Notice } from './notice.tsx';
import { Section } from './section.tsx';
import { Sent } from './sent.tsx';
import { Status } from './status.tsx';

/** Where an event goes besides its handler, and how far each way has come. */
export const Ways = ({ ways }: { readonly ways: readonly WayView[] }) => (
  <Section title="Destinations" count={ways.length}>
    <ul class="ways">
      {ways.map((way) => (
        <Way key={way.id} way={way} />
      ))}
    </ul>
  </Section>
);

const Way = ({ way }: { readonly way: WayView }) => (
  <li data-list-row>
    <Link to={recordPath(way.id)} isRow>
      {visible(way.destination)}
    </Link>
    <span class="muted">{kindWords(way)}</span>
    <Status status={way.status} />
    <span class="muted">
      {plural(way.attempts, 'attempt')}
      {way.settledAt !== undefined && (
        <>
          , settled <Instant iso={way.settledAt} />
        </>
      )}
    </span>
    {way.lastError !== undefined && way.status !== 'done' && (
      <bdi class="way-error">{shortened(firstLine(way.lastError), 300)}</bdi>
    )}
  </li>
);

const kindWords = ({ kind }: Pick<WayView, 'kind'>): string =>
  kind === undefined ? 'not configured any more' : kindNames[kind];

interface WayNoticeProps {
  readonly record: AuditRecord;
  readonly way: NonNullable<RecordDetail['way']>;
}

/** What this record is: one way of an event, which stands on a record of its own. */
export const WayNotice = ({ record: { eventRecordId }, way }: WayNoticeProps) => (
  <Notice
    tone="info"
    title={
      <>
        The way of an event to <Sent text={way.destination} />, {kindWords(way)}
      </>
    }
  >
    <p>
      What was received, and what the handler did with it, stands with{' '}
      {eventRecordId === undefined ? (
        'the event'
      ) : (
        <Link to={recordPath(eventRecordId)}>the event</Link>
      )}
      . A replay from here sends it to this destination alone.
    </p>
  </Notice>
);
