import type { TextFormat } from './record-writer.ts';

/** One JSON object a line, as `audit list --json` prints it. */
export const jsonl: TextFormat = {
  head: '',
  textOf: (record) => `${JSON.stringify(record)}\n`,
};
