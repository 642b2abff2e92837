import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import type { RecordWriter } from './record-writer.ts';

interface Export {
  /** Ends the export between two pieces. */
  readonly signal: AbortSignal;
  readonly onWritten: (count: number) => void;
}

/**
 * Writes the records as they are read, one piece at a time: nothing is read before the place has taken what was read before. Pieces may be
 * empty. Closes the writer whatever happens. Returns how many records were written.
 */
export async function exportRecords(
  pieces: AsyncIterable<readonly AuditRecord[]>,
  writer: RecordWriter,
  { signal, onWritten }: Export,
): Promise<number> {
  let written = 0;
  let isWhole = false;
  try {
    for await (const records of pieces) {
      if (signal.aborted) break;
      for (const record of records) await writer.write(record);
      written += records.length;
      onWritten(records.length);
    }
    isWhole = !signal.aborted;
  } finally {
    await writer.close(isWhole);
  }
  return written;
}
