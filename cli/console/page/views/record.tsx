import { useEffect } from 'preact/hooks';
import { announce } from '../announce.ts';
import type { RecordDetail } from '../api.ts';
import { getJson } from '../http.ts';
import { BodySection } from '../parts/body-section.tsx';
import { Checks } from '../parts/checks.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Explanation } from '../parts/explanation.tsx';
import { Facts } from '../parts/facts.tsx';
import { HandlerErrors } from '../parts/handler-errors.tsx';
import { Heading } from '../parts/heading.tsx';
import { History } from '../parts/history.tsx';
import { Icon } from '../parts/icon.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { PairTable } from '../parts/pair-table.tsx';
import { RecordTable } from '../parts/record-table.tsx';
import { ReplayControl } from '../parts/replay-control.tsx';
import { Section } from '../parts/section.tsx';
import { Sent } from '../parts/sent.tsx';
import { Status } from '../parts/status.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { goBack, recordPath } from '../router.ts';
import { isOpen, statusSentence } from '../status-words.ts';
import { useLoaded } from '../use-loaded.ts';
import { useTitle } from '../use-title.ts';
import { visible } from '../visible.ts';

const openEveryMs = 2000;

/** All that is on record about one delivery. */
export function RecordView({ id }: { readonly id: string }) {
  useTitle(`Delivery ${visible(id)}`);
  const [loaded, reload] = useLoaded<RecordDetail>(id, {
    load: (signal) => getJson(`/api${recordPath(id)}`, signal),
    repeatMs: ({ record }) => (isOpen(record) ? openEveryMs : undefined),
  });
  const status = loaded.kind === 'ready' ? loaded.value.record.status : undefined;
  useEffect(() => {
    if (status !== undefined) announce(`This delivery is ${status}`);
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
        Delivery <span class="mono">{visible(id)}</span>
      </Heading>
      <LoadedView loaded={loaded} reload={reload}>
        {(detail) => <Detail detail={detail} />}
      </LoadedView>
    </article>
  );
}

function Detail({ detail }: { readonly detail: RecordDetail }) {
  const { record, related } = detail;
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
        </span>
      </div>
      <Explanation detail={detail} />
      <div class="record-columns">
        <div class="record-main">
          <Timeline steps={detail.timeline} isOpen={isOpen(record)} />
          <HandlerErrors record={record} />
          <Checks checks={detail.checks} />
          <BodySection id={record.id} body={detail.body} />
          <Section title="Headers" count={Object.keys(record.headers).length}>
            <PairTable pairs={Object.entries(record.headers)} nothing="No headers are on record." />
          </Section>
          <Section title="Query" count={Object.keys(record.query).length}>
            <PairTable pairs={Object.entries(record.query)} nothing="The URL had no query." />
          </Section>
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
