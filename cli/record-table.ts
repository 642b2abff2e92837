import type { AuditRecord } from '../lambda/model/audit-record.ts';
import { printable } from './output.ts';

/** Columns of a list of records. */
export const recordColumns = [
  'RECEIVED',
  'SOURCE',
  'STATUS',
  'REASON',
  'TYPE',
  'ATTEMPTS',
  'ID',
] as const;

export const recordRow = (record: AuditRecord): readonly string[] => [
  record.receivedAt,
  record.source,
  record.status,
  record.reason ?? record.outcome ?? '',
  printable(record.eventType ?? ''),
  String(record.attempts),
  record.id,
];
