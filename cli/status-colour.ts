import { styleText } from 'node:util';
import type { RecordStatus } from '../lambda/model/audit-record.ts';
import type { Examined } from './examine.ts';
import type { Paint } from './output.ts';

type Style = 'green' | 'yellow' | 'red' | 'dim';

/** Colours of statuses and results. */
const styles = {
  received: 'yellow',
  processing: 'yellow',
  done: 'green',
  failed: 'red',
  rejected: 'red',
  conflict: 'red',
  duplicate: 'dim',
  pass: 'green',
  warn: 'yellow',
  fail: 'red',
  'not-applicable': 'dim',
} as const satisfies Record<RecordStatus | Examined['result'], Style>;

/** The word in its colour, where standard output is a terminal that shows colours and nobody set `NO_COLOR`. */
export function coloured(word: string): string {
  const style = Object.entries(styles).find(([name]) => name === word)?.[1];
  return style === undefined ? word : styleText(style, word, { stream: process.stdout });
}

const colouredColumns = ['STATUS', 'RESULT', 'HERE'];

/** Colours statuses and results in a table. */
export const paintStatus: Paint = (column, cell) =>
  colouredColumns.includes(column) ? coloured(cell) : cell;
