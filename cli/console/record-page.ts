import { encodeTime } from 'ulid';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { toIso } from '../../lambda/model/time.ts';
import type { AuditReader } from '../audit-reader.ts';
import { type AuditFilter, matches } from '../record-filter.ts';
import { receivedMs } from '../record-id.ts';
import { sourceOf, type Target } from '../target.ts';
import type { RecordPage } from './page/api.ts';
import { recordRow } from './record-row.ts';
import type { ParsedRecordQuery } from './requests.ts';

const defaultLimit = 50;
/** A search ends after this long, whatever it found: the page shows how far it came, and goes on. */
const patienceMs = 300;

/**
 * The newest records that match, as far back as patience goes. Where the text is the whole of an id, those that it names come at once,
 * however old; the search may find them again.
 */
export async function recordPage(
  reader: AuditReader,
  filter: AuditFilter,
  limit = defaultLimit,
): Promise<RecordPage> {
  const endMs = performance.now() + patienceMs;
  const { text } = filter;
  const named = text === undefined ? [] : await reader.named(text, filter.sources);
  // Ways to destinations are seen with their event, unless one of them is named.
  const isAsked = ({ id, destination }: AuditRecord) => destination === undefined || id === text;
  const records = new Map(
    named
      .filter((one) => isAsked(one) && matches(one, filter))
      .map((one) => [one.id, recordRow(one)]),
  );
  let upToId: string | undefined;
  for await (const piece of reader.search(filter)) {
    const wanted = piece.records.slice(0, Math.max(1, limit - records.size));
    for (const one of wanted) records.set(one.id, recordRow(one));
    upToId = wanted.length < piece.records.length ? wanted.at(-1)?.id : piece.upToId;
    if (records.size >= limit || performance.now() > endMs) break;
    upToId = undefined;
  }
  return {
    records: [...records.values()].sort((a, b) => (a.id > b.id ? -1 : 1)),
    ...(upToId && { next: upToId, searchedTo: toIso(receivedMs(upToId)) }),
  };
}

/** The query as the reader understands it. */
export function filterOf(target: Target, query: ParsedRecordQuery): AuditFilter {
  const { source, tenant, status, reason, type, since, until, text, before } = query;
  const untilId = until === undefined ? undefined : encodeTime(until, 10);
  const [bound] = [untilId, before && justBefore(before)].filter(Boolean).sort();
  return {
    sources:
      source === undefined ? target.sources.map(({ id }) => id) : [sourceOf(target, source).id],
    ...(tenant && { tenant }),
    ...(status && { status }),
    ...(reason && { reason }),
    ...(type && { eventType: type }),
    ...(text && { text }),
    ...(since === undefined ? {} : { sinceId: encodeTime(since, 10) }),
    ...(bound && { untilId: bound }),
  };
}

/** A bound that every id below this one is below, and this one is not: bounds themselves are included. */
function justBefore(id: string): string {
  const last = id.charCodeAt(id.length - 1);
  return `${id.slice(0, -1)}${String.fromCharCode(last - 1)}~`;
}
