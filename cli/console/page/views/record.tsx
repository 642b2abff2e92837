import { useEffect } from 'preact/hooks';
import { announce } from '../announce.ts';
import type { RecordDetail } from '../api.ts';
import { getJson } from '../http.ts';
import { BodySection } from '../parts/body-section.tsx';
import { CallbackSection } from '../parts/callback-section.tsx';
import { Checks } from '../parts/checks.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Explanation } from '../parts/explanation.tsx';
import { Facts } from '../parts/facts.tsx';
import { HandlerErrors } from '../parts/handler-errors.tsx';
import { Heading } from '../parts/heading.tsx';
import { History } from '../parts/history.tsx';
import { Icon } from '../parts/icon.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { Notice } from '../parts/notice.tsx';
import { PairTable } from '../parts/pair-table.tsx';
import { RecordTable } from '../parts/record-table.tsx';
import { ReplayControl } from '../parts/replay-control.tsx';
import { Section } from '../parts/section.tsx';
import { Sent } from '../parts/sent.tsx';
import { Status } from '../parts/status.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { WayNotice, Ways } from '../parts/ways.tsx';
import { goBack, recordPath } from '../router.ts';
import { isOpen, statusSentence } from '../status-words.ts';
import { useLoaded } from '../use-loaded.ts';
import { useTitle } from '../use-title.ts';
import { visible } from '../visible.ts';
import { isWayId } from '../ways.ts';

const openEveryMs = 2000;

/** All that is on record about one delivery. */
export function RecordView({ id }: { readonly id: string }) {
  const noun = isWayId(id) ? 'Way' : 'Delivery';
  useTitle(`${noun} ${visible(id)}`);
  const [loaded, reload] = useLoaded<RecordDetail>(id, {
    load: (signal) => getJson(`/api${recordPath(id)}`, signal),
    repeatMs: ({ record, ways }) => ([record, ...ways].some(isOpen) ? openEveryMs : undefined),
  });
  const status = loaded.kind === 'ready' ? loaded.value.record.status : undefined;
  useEffect(() => {
    if (status !== undefined) announce(`This ${noun.toLowerCase()} is ${status}`);
  }, [status]);
  return (
    <article class="record">
      <button type="button" class="quiet small back" onClick={goBack}>
        <Icon shape="back" />
        Back
      </button>
      <Heading
        tool={<CopyButton text={id} what="id" />}
        aside={
          loaded.kind === 'ready' && <ReplayControl detail={loaded.value} onReplayed={reload} />
        }
      >
        {noun} <span class="mono">{visible(id)}</span>
      </Heading>
      <LoadedView loaded={loaded} reload={reload}>
        {(detail) => <Detail detail={detail} />}
      </LoadedView>
    </article>
  );
}

function Detail({ detail }: { readonly detail: RecordDetail }) {
  const { record, related, ways, way, callback } = detail;
  const hasRequest = way === undefined && record.origin !== 'expiry';
  return (
    <>
      <div class="headline">
        <Status status={record.status} />
        <span class="headline-sentence">{statusSentence(record)}</span>
        <span class="headline-event">
          {record.eventType !== undefined && (
            <>
              <Sent text={record.eventType} /> from{' '}
            </>
          )}
          <Sent text={record.source} />
          {record.tenant !== undefined && (
            <>
              {' / '}
              <Sent text={record.tenant} />
            </>
          )}
        </span>
      </div>
      <Explanation detail={detail} />
      {way !== undefined && <WayNotice record={record} way={way} />}
      {record.origin === 'expiry' && way === undefined && <NoRequest />}
      <div class="record-columns">
        <div class="record-main">
          <Timeline steps={detail.timeline} isOpen={isOpen(record)} />
          <HandlerErrors record={record} />
          {callback !== undefined && <CallbackSection source={record.source} callback={callback} />}
          {ways.length > 0 && <Ways ways={ways} />}
          {hasRequest && <Request detail={detail} />}
          <History entries={record.history ?? []} />
          {related.length > 0 && (
            <Section title="Related deliveries" count={related.length}>
              <RecordTable rows={related} caption="Other deliveries of this event, oldest first" />
            </Section>
          )}
        </div>
        <Facts record={record} />
      </div>
    </>
  );
}

/** What a sender sent, and how it was judged. */
const Request = ({ detail: { record, checks, body } }: { readonly detail: RecordDetail }) => (
  <>
    <Checks checks={checks} />
    <BodySection id={record.id} body={body} />
    <Section title="Headers" count={Object.keys(record.headers).length}>
      <PairTable pairs={Object.entries(record.headers)} nothing="No headers are on record." />
    </Section>
    <Section title="Query" count={Object.keys(record.query).length}>
      <PairTable pairs={Object.entries(record.query)} nothing="The URL had no query." />
    </Section>
  </>
);

const NoRequest = () => (
  <Notice tone="info" title="No request came">
    <p>
      The time of a callback ran out before it was answered. This event says so in the place of the
      answer: it has no sender, no headers and no body.
    </p>
  </Notice>
);
