import type { AuditRecord } from '../lambda/model/audit-record.ts';

/** How a field of an audit record is written where a table has one type a column. */
export type FieldKind = 'text' | 'instant' | 'count' | 'size' | 'json';

interface Field {
  readonly kind: FieldKind;
  /** Absent on records that it says nothing of. */
  readonly isOptional: boolean;
}

const always = (kind: FieldKind) => ({ kind, isOptional: false }) as const;
const sometimes = (kind: FieldKind) => ({ kind, isOptional: true }) as const;

type Fields = {
  [Name in keyof AuditRecord]-?: Partial<Pick<AuditRecord, Name>> extends Pick<AuditRecord, Name>
    ? Field & { readonly isOptional: true }
    : Field & { readonly isOptional: false };
};

/** THE table of an audit record's fields, in the order of exported columns: names and order are stable, new ones come last. */
export const recordFields: Fields = {
  id: always('text'),
  source: always('text'),
  provider: always('text'),
  status: always('text'),
  reason: sometimes('text'),
  strength: sometimes('text'),
  eventId: sometimes('text'),
  eventType: sometimes('text'),
  idempotencyKey: sometimes('text'),
  receivedAt: always('instant'),
  settledAt: sometimes('instant'),
  sourceIp: always('text'),
  method: always('text'),
  bodyBytes: always('size'),
  bodySha256: always('text'),
  attempts: always('count'),
  deliveries: always('count'),
  secretVersion: sometimes('text'),
  outcome: sometimes('text'),
  lastError: sometimes('text'),
  eventRecordId: sometimes('text'),
  origin: sometimes('text'),
  bodyErasedAt: sometimes('instant'),
  checks: always('json'),
  headers: always('json'),
  query: always('json'),
  history: sometimes('json'),
  destination: sometimes('text'),
  tenant: sometimes('text'),
  callback: sometimes('json'),
};

/** One column of an exported table. */
export interface RecordColumn extends Field {
  readonly name: keyof AuditRecord;
}

export const recordColumnsInOrder: readonly RecordColumn[] = Object.entries(recordFields).map(
  ([name, field]) => ({ name: name as keyof AuditRecord, ...field }),
);
