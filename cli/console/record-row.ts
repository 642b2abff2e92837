import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import type { RecordRow } from './page/api.ts';

/** What a list shows of a record: no headers, no history. */
export function recordRow(record: AuditRecord): RecordRow {
  const { id, source, provider, status, reason, outcome, strength, eventType, eventId } = record;
  const { destination, tenant, callback } = record;
  const { receivedAt, settledAt, sourceIp, attempts, deliveries, bodyBytes, lastError } = record;
  return {
    id,
    source,
    provider,
    status,
    receivedAt,
    sourceIp,
    attempts,
    deliveries,
    bodyBytes,
    ...(reason === undefined ? {} : { reason }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(strength === undefined ? {} : { strength }),
    ...(eventType === undefined ? {} : { eventType }),
    ...(eventId === undefined ? {} : { eventId }),
    ...(settledAt === undefined ? {} : { settledAt }),
    ...(lastError === undefined ? {} : { lastError }),
    ...(destination === undefined ? {} : { destination }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(callback === undefined ? {} : { callback }),
  };
}
