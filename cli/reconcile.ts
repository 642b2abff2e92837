import { ulid } from 'ulid';
import { deliverySender } from '../lambda/aws/delivery-sender.ts';
import { ingressAuditTrail } from '../lambda/aws/ingress-audit-trail.ts';
import { queueUrls } from '../lambda/aws/queue-urls.ts';
import { enqueue } from '../lambda/ingress/enqueue.ts';
import { identify } from '../lambda/ingress/identify.ts';
import { record } from '../lambda/ingress/record.ts';
import type { AuditRecord } from '../lambda/model/audit-record.ts';
import type { FreshRequest, RecordedDelivery } from '../lambda/model/delivery.ts';
import { strengthOf } from '../lambda/model/source.ts';
import type { SecretOwner } from '../lambda/model/tenant.ts';
import { systemClock } from '../lambda/model/time.ts';
import { readerOf } from './audit-reader.ts';
import { OperationFailed } from './failure.ts';
import type { SentEvent } from './sent-events/provider-api.ts';
import type { Target } from './target.ts';

/** One event that the provider says it sent, beside what is here of it. */
export interface Reconciled {
  readonly sent: SentEvent;
  /** The event's own record; absent where it never arrived, or was rejected. */
  readonly record?: AuditRecord;
}

/** How long before the range a record may have been received, clocks being what they are. */
const earlierMs = 5 * 60_000;

/** Records of a source, or of one of its tenants, by the provider's event id, received from shortly before this instant on. Rejected requests are no events. */
export async function recordsByEventId(
  target: Target,
  { id, tenant }: SecretOwner,
  { sinceMs, idOf }: { readonly sinceMs: number; readonly idOf: (instantMs: number) => string },
): Promise<ReadonlyMap<string, AuditRecord>> {
  const sinceId = idOf(Math.max(0, sinceMs - earlierMs));
  const filter = { sources: [id], sinceId, ...(tenant === undefined ? {} : { tenant }) };
  const records = new Map<string, AuditRecord>();
  for await (const one of readerOf(target).list(filter)) {
    const isEvent = ['received', 'processing', 'done', 'failed'].includes(one.status);
    if (isEvent && one.eventId !== undefined) records.set(one.eventId, one);
  }
  return records;
}

/** Retention of the stack's default; a fetched event is kept as long as one that arrived. */
const retentionDays = 90;
const reenqueueAfterSeconds = 60;

/**
 * Enters an event that was fetched from its provider, by the very steps of the ingress behind its checks: identified, recorded once, put on
 * the queue. It counts as strong as the source's own proof: the provider's host, proved by TLS, and the account's key fix what it says.
 * Says as what it was recorded: it may have arrived meanwhile.
 */
export async function enterFetched(
  target: Target,
  source: SecretOwner,
  { body, host }: { readonly body: Uint8Array; readonly host: string },
): Promise<{ readonly id: string; readonly recordedAs: RecordedDelivery['recordedAs'] }> {
  const nowMs = systemClock.nowMs();
  const deliveryId = ulid(nowMs);
  const fetched: FreshRequest = {
    stage: 'fresh',
    request: {
      stage: 'normalized',
      deliveryId,
      receivedAtMs: nowMs,
      routeSourceId: source.id,
      ...(source.tenant === undefined ? {} : { tenant: source.tenant }),
      method: 'GET',
      headers: new Map(),
      query: new Map(),
      sourceIp: host,
      body,
    },
    source,
    strength: strengthOf(source),
    origin: 'provider-api',
    checks: [{ check: 'provider-api', result: 'passed' }],
  };
  const { bodyBucket, deliveryQueueUrl, stageName } = target.places();
  const audit = ingressAuditTrail({
    client: target.dynamoDb,
    table: target.auditTable,
    bodyBucket,
    s3: target.s3,
    retentionDays,
    reenqueueAfterSeconds,
  });
  const recorded = await record(identify(fetched), audit);
  if (recorded.stage === 'rejected')
    throw new OperationFailed(`the event is refused: ${recorded.reason}`);
  await enqueue(
    recorded,
    deliverySender(target.sqs, queueUrls(deliveryQueueUrl, stageName, target.sources)),
  );
  return { id: deliveryId, recordedAs: recorded.recordedAs };
}
