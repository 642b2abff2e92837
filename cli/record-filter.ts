import type { AuditRecord, RecordStatus } from '../lambda/model/audit-record.ts';
import {
  againSortPrefix,
  kindOfPartition,
  parseEventPartition,
} from '../lambda/model/audit-table.ts';
import { tenantOfKey } from '../lambda/model/tenant.ts';
import type { IndexEntry } from './audit-index.ts';

export interface AuditFilter {
  readonly sources: readonly string[];
  readonly status?: RecordStatus;
  readonly eventType?: string;
  readonly reason?: string;
  readonly tenant?: string;
  /** Part of what an index entry says, or of the source's id; capitals do not matter. */
  readonly text?: string;
  /** Lowest id that matches, and the first that does not any more: ids begin with the time of receipt. */
  readonly sinceId?: string;
  readonly untilId?: string;
  readonly oldestFirst?: boolean;
}

/** False where the index alone says that the record does not match; the record need not be read then. */
export const mayMatch = (entry: IndexEntry, filter: AuditFilter): boolean =>
  (filter.status === undefined || mayHaveStatus(entry, filter.status)) &&
  (filter.tenant === undefined || mayBeOfTenant(entry, filter.tenant)) &&
  says({ ...entry, source: parseEventPartition(entry.pk).sourceId }, filter);

/** Whether the record has the status and the tenant; all else an index entry tells. */
export const matchesBeyondIndex = (record: AuditRecord, filter: AuditFilter): boolean =>
  (filter.status === undefined || record.status === filter.status) && isOfTenant(record, filter);

const isOfTenant = (record: AuditRecord, { tenant }: AuditFilter): boolean =>
  tenant === undefined || record.tenant === tenant;

/** Whether a record that no index was asked for matches, whatever its status. */
export const matchesButStatus = (record: AuditRecord, filter: AuditFilter): boolean =>
  record.id >= (filter.sinceId ?? '') &&
  (filter.untilId === undefined || record.id <= filter.untilId) &&
  isOfTenant(record, filter) &&
  says(record, filter);

/** Whether a record that no index was asked for matches. */
export const matches = (record: AuditRecord, filter: AuditFilter): boolean =>
  matchesBeyondIndex(record, filter) && matchesButStatus(record, filter);

function mayHaveStatus({ pk, sk }: IndexEntry, status: RecordStatus): boolean {
  const kind = kindOfPartition(pk);
  if (kind !== 'event') return status === (kind === 'rejection' ? 'rejected' : 'done');
  const isAgain = sk.startsWith(againSortPrefix);
  if (status === 'duplicate' || status === 'conflict') return isAgain;
  return !isAgain && status !== 'rejected';
}

/** The key of an event begins with its tenant; nothing but the record itself tells of the others. */
function mayBeOfTenant({ pk }: IndexEntry, tenant: string): boolean {
  const { idempotencyKey } = parseEventPartition(pk);
  return kindOfPartition(pk) !== 'event' || tenantOfKey(idempotencyKey) === tenant;
}

type Said = Omit<IndexEntry, 'pk' | 'sk'> & { readonly source: string };

/** Whether what does not change of a record matches. */
function says(
  { source, id, eventType, eventId, reason, sourceIp }: Said,
  { sources, eventType: wantedType, reason: wantedReason, text }: AuditFilter,
): boolean {
  if (!sources.includes(source)) return false;
  if (wantedType !== undefined && eventType !== wantedType) return false;
  if (wantedReason !== undefined && reason !== wantedReason) return false;
  if (text === undefined) return true;
  const wanted = text.toLowerCase();
  const words = [source, id, eventType, eventId, reason, sourceIp];
  return words.some((word) => word?.toLowerCase().includes(wanted));
}
