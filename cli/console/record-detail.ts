import { toAuditRecord } from '../../lambda/aws/audit-items.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { eventSortKey, kindOfPartition } from '../../lambda/model/audit-table.ts';
import type { AuditReader } from '../audit-reader.ts';
import { explainRecord } from '../explain-record.ts';
import { refusalOf, refusals } from '../replay-event.ts';
import type { Target } from '../target.ts';
import { NotAnswered } from './answer.ts';
import { bodyView } from './body-view.ts';
import { callbackView } from './callback-view.ts';
import { checkViews } from './check-views.ts';
import { kindOf } from './destination-views.ts';
import { bodyOf, type KeptItem } from './kept-body.ts';
import type { RecordDetail, WayView } from './page/api.ts';
import { recordRow } from './record-row.ts';
import { timelineOf } from './timeline.ts';

const mostRelated = 100;

/**
 * All that is known of one record.
 * @throws NotAnswered where there is none.
 */
export async function recordDetail(
  target: Target,
  reader: AuditReader,
  id: string,
): Promise<RecordDetail> {
  const item = await itemOf(reader, id);
  const record = toAuditRecord(item);
  const [explanation, body, related, ways] = await Promise.all([
    record.status === 'rejected' ? explanationOf(target, record, item) : undefined,
    bodyOf(target, item),
    relatedTo(reader, item),
    waysOf(reader, item),
  ]);
  const refusal = refusalOf(record);
  const { destination } = record;
  const callback = callbackView(item);
  return {
    record,
    checks: checkViews(record.checks),
    ...(explanation && { explanation }),
    body: bodyView(body, record.headers['content-type']),
    timeline: timelineOf(record),
    related: related.map(recordRow),
    ways: ways.map((way) => wayView(target, way)),
    ...(destination !== undefined && { way: wayNamed(target, record.source, destination) }),
    ...(callback && { callback }),
    ...(refusal && { notReplayable: `it ${refusals[refusal]}` }),
  };
}

/**
 * The bytes of a record's body, exactly as received.
 * @throws NotAnswered where they are not there, or hold a secret.
 */
export async function recordBody(
  target: Target,
  reader: AuditReader,
  id: string,
): Promise<Uint8Array> {
  const body = await bodyOf(target, await itemOf(reader, id));
  if (body.kind === 'none') throw new NotAnswered(404, `there is no body: ${body.why}`);
  if (body.isBlanked)
    throw new NotAnswered(403, 'the body holds the shared secret, which does not leave the server');
  return body.bytes;
}

async function explanationOf(
  target: Target,
  record: AuditRecord,
  item: KeptItem,
): Promise<RecordDetail['explanation']> {
  try {
    const { cause, next } = await explainRecord(target, record, item);
    return { cause, next };
  } catch (error) {
    // An auditor may read the table and not the secrets, and a source may be gone from the configuration.
    const why = error instanceof Error ? error.message || error.name : String(error);
    return { cause: `it cannot be explained here: ${why}`, next: 'see the checks below' };
  }
}

async function itemOf(reader: AuditReader, id: string): Promise<KeptItem> {
  const item = await reader.itemOf(id);
  if (item === undefined)
    throw new NotAnswered(404, `no record ${id}: check the id, or it is older than the retention`);
  return item;
}

/** Other deliveries of its event; a way to a destination is none. */
async function relatedTo(
  reader: AuditReader,
  { pk = '', id, destination }: KeptItem,
): Promise<readonly AuditRecord[]> {
  if (kindOfPartition(pk) !== 'event' || destination !== undefined) return [];
  const deliveries = await reader.deliveriesOf(pk, mostRelated);
  return deliveries.filter((one) => one.id !== id && one.destination === undefined);
}

/** Where an event goes besides its handler. */
async function waysOf(
  reader: AuditReader,
  { pk = '', sk }: KeptItem,
): Promise<readonly AuditRecord[]> {
  const isEvent = kindOfPartition(pk) === 'event' && sk === eventSortKey;
  return isEvent ? await reader.waysOf(pk) : [];
}

function wayView(target: Target, record: AuditRecord): WayView {
  const { id, source, status, attempts, lastError, settledAt, destination = '' } = record;
  return {
    id,
    status,
    attempts,
    ...wayNamed(target, source, destination),
    ...(lastError === undefined ? {} : { lastError }),
    ...(settledAt === undefined ? {} : { settledAt }),
  };
}

function wayNamed(
  { sources }: Pick<Target, 'sources'>,
  sourceId: string,
  destination: string,
): Pick<WayView, 'destination' | 'kind'> {
  const source = sources.find(({ id }) => id === sourceId) ?? {};
  const kind = kindOf(source, destination);
  return { destination, ...(kind && { kind }) };
}
