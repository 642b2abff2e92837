import { stringify } from 'csv-stringify/sync';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { type RecordColumn, recordColumnsInOrder } from '../record-fields.ts';
import type { TextFormat } from './record-writer.ts';

/** Full-width forms count: some spreadsheets read them as the characters that they look like. */
const harmless = (cell: string): string =>
  /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;

function row(cells: readonly string[]): string {
  return stringify([cells.map(harmless)]);
}

function cellOf(record: AuditRecord, { name, kind }: RecordColumn): string {
  const value = record[name];
  if (value === undefined) return '';
  return kind === 'json' ? JSON.stringify(value) : String(value);
}

/**
 * RFC 4180 with the columns of `record-fields.ts`. A cell that a spreadsheet would take for a formula gets an apostrophe in front: what a
 * sender writes into an id or a header must not run on the machine of whoever opens the file.
 * https://owasp.org/www-community/attacks/CSV_Injection (2026-11-24)
 */
export const csv: TextFormat = {
  head: row(recordColumnsInOrder.map(({ name }) => name)),
  textOf: (record) => row(recordColumnsInOrder.map((column) => cellOf(record, column))),
};
