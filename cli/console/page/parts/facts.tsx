import type { ComponentChildren } from 'preact';
import type { AuditRecord } from '../../../../lambda/model/audit-record.ts';
import { formatBytes, formatDuration } from '../format-amount.ts';
import { recordPath } from '../router.ts';
import { visible } from '../visible.ts';
import { Instant } from './instant.tsx';
import { Link } from './link.tsx';
import { Section } from './section.tsx';
import { SourceLink } from './source-link.tsx';

type Fact = readonly [name: string, value: ComponentChildren];

/** Every field of the record that has no place of its own in the view. */
export function Facts({ record }: { readonly record: AuditRecord }) {
  const isWay = record.destination !== undefined;
  const hadRequest = !isWay && record.origin !== 'expiry';
  const facts: readonly Fact[] = [
    ['Source', <SourceLink key="source" id={record.source} />],
    ['Tenant', record.tenant && tenantLink(record.source, record.tenant)],
    ['Destination', mono(record.destination)],
    ['Callback ref', mono(record.callback?.ref)],
    ['Provider', visible(record.provider)],
    ['Status', record.status],
    ['Reason', record.reason],
    ['Outcome', record.outcome],
    ['Strength', record.strength],
    ['Event type', text(record.eventType)],
    ['Event id', mono(record.eventId)],
    ['Idempotency key', mono(record.idempotencyKey)],
    [
      record.origin === 'expiry' ? 'Recorded' : 'Received',
      <Instant key="received" iso={record.receivedAt} isFull />,
    ],
    ['Settled', record.settledAt && <Instant iso={record.settledAt} isFull />],
    ['Took', tookOf(record)],
    ['From', hadRequest && mono(record.sourceIp)],
    ['Method', hadRequest && text(record.method)],
    ['Attempts', String(record.attempts)],
    ['Deliveries', hadRequest && String(record.deliveries)],
    ['Secret version', record.secretVersion],
    ['Body size', hadRequest && formatBytes(record.bodyBytes)],
    ['Body SHA-256', hadRequest && mono(record.bodySha256)],
    ['Body erased', record.bodyErasedAt && <Instant iso={record.bodyErasedAt} isFull />],
    ['Origin', !isWay && originWords(record.origin)],
    ['The event’s record', record.eventRecordId && recordLink(record.eventRecordId)],
    ['Id', mono(record.id)],
  ];
  return (
    <Section title="Facts" class="facts">
      <dl>
        {facts.map(([name, value]) =>
          value === undefined || value === '' || value === false ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Section>
  );
}

const text = (value: string | undefined) => value && <bdi>{visible(value)}</bdi>;
const mono = (value: string | undefined) => value && <bdi class="mono">{visible(value)}</bdi>;

const tenantLink = (source: string, tenant: string) => (
  <Link to={`/?${new URLSearchParams({ source, tenant })}`}>{visible(tenant)}</Link>
);

function originWords(origin: AuditRecord['origin']): string {
  switch (origin) {
    case undefined:
      return 'sent by the provider';
    case 'provider-api':
      return 'fetched from the provider';
    case 'expiry':
      return 'no request came: its callback’s time ran out';
    default:
      return origin satisfies never;
  }
}

const recordLink = (id: string) => (
  <Link class="mono" to={recordPath(id)}>
    {visible(id)}
  </Link>
);

function tookOf({ receivedAt, settledAt }: AuditRecord): string | undefined {
  if (settledAt === undefined) return undefined;
  const tookMs = Date.parse(settledAt) - Date.parse(receivedAt);
  return Number.isNaN(tookMs) || tookMs < 0 ? undefined : formatDuration(tookMs);
}
