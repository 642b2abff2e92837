import type { AuditRecord } from '../../lambda/model/audit-record.ts';

/** Where exported records go, in one format. */
export interface RecordWriter {
  /** Takes one record; resolves when the next may come, so that a slow place slows the reader down. */
  write(record: AuditRecord): Promise<void>;
  /** Ends the export: all that was taken is in its place. `isWhole` is false where it was broken off. */
  close(isWhole: boolean): Promise<void>;
}

/** A place for text, such as a file. */
export interface TextPlace {
  /** Resolves when the text is out of our hands. */
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A format of one text a record. */
export interface TextFormat {
  /** What stands before the first record. */
  readonly head: string;
  textOf(record: AuditRecord): string;
}

/** Characters that are collected before they are written. */
const writtenAtOnce = 64 * 1024;

/** Writes whole records only: whatever ends the process between two writes leaves none torn. */
export function textWriter(
  place: TextPlace,
  format: TextFormat,
  { isBehindOthers }: { readonly isBehindOthers: boolean },
): RecordWriter {
  let waiting = isBehindOthers ? '' : format.head;
  const flush = async () => {
    const text = waiting;
    waiting = '';
    if (text !== '') await place.write(text);
  };
  return {
    async write(record) {
      waiting += format.textOf(record);
      if (waiting.length >= writtenAtOnce) await flush();
    },
    async close() {
      try {
        await flush();
      } finally {
        await place.close();
      }
    },
  };
}
