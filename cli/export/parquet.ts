import type { FileHandle } from 'node:fs/promises';
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { type FieldKind, type RecordColumn, recordColumnsInOrder } from '../record-fields.ts';
import type { RecordWriter } from './record-writer.ts';

/** What a row group holds at most: so much is kept in memory. */
const rowsAGroup = 10_000;
const charactersAGroup = 8_000_000;

const types = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  instant: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  count: { type: 'INT32' },
  size: { type: 'INT64' },
} as const satisfies Record<FieldKind, Partial<SchemaElement>>;

const schema: SchemaElement[] = [
  { name: 'record', num_children: recordColumnsInOrder.length },
  ...recordColumnsInOrder.map(
    ({ name, kind }): SchemaElement => ({
      name,
      ...types[kind],
      // A record that somebody altered is exported too, whatever it lacks.
      repetition_type: name === 'id' ? 'REQUIRED' : 'OPTIONAL',
    }),
  ),
];

/** Apache Parquet with the columns of `record-fields.ts`, row group by row group. `end` is told whether the file is whole. */
export function parquetWriter(
  file: FileHandle,
  end: (isWhole: boolean) => Promise<void>,
): RecordWriter {
  const bytes = new FileBytes(file);
  const parquet = new ParquetWriter({ writer: bytes, schema, createdBy: 'sallyport' });
  let rows: AuditRecord[] = [];
  let characters = 0;
  const writeGroup = async () => {
    const group = rows;
    rows = [];
    characters = 0;
    if (group.length === 0) return;
    const columnData = recordColumnsInOrder.map((column) => columnOf(column, group));
    await parquet.write({ columnData, rowGroupSize: group.length });
  };
  return {
    async write(record) {
      rows.push(record);
      characters += JSON.stringify(record).length;
      if (rows.length >= rowsAGroup || characters >= charactersAGroup) await writeGroup();
    },
    async close(isWhole) {
      try {
        if (isWhole) {
          await writeGroup();
          await parquet.finish();
        }
      } finally {
        await file.close();
      }
      await end(isWhole);
    },
  };
}

const columnOf = ({ name, kind }: RecordColumn, rows: readonly AuditRecord[]): ColumnSource => ({
  name,
  data: rows.map((row) => cellOf(row[name], kind)),
  offsetIndex: false,
});

/** The value as its column's type wants it; undefined where it is none. */
function cellOf(value: unknown, kind: FieldKind): unknown {
  if (value === undefined) return undefined;
  switch (kind) {
    case 'text':
      return String(value);
    case 'json':
      return JSON.stringify(value);
    case 'instant': {
      const instant = new Date(String(value));
      return Number.isNaN(instant.getTime()) ? undefined : instant;
    }
    case 'count':
      return Number.isInteger(value) ? value : undefined;
    case 'size':
      return Number.isSafeInteger(value) ? BigInt(Number(value)) : undefined;
  }
}

/** Collects a row group's bytes and hands them to the file. */
class FileBytes extends ByteWriter {
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    super();
    this.#file = file;
  }

  async flush(): Promise<void> {
    await this.#file.writeFile(this.getBytes());
    this.index = 0;
  }

  override finish(): Promise<void> {
    return this.flush();
  }
}
