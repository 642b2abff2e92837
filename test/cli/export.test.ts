import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { exportFormats, fileWriter, resumedWriter } from '../../cli/export/export-file.ts';
import { exportRecords } from '../../cli/export/export-records.ts';
import type { RecordWriter } from '../../cli/export/record-writer.ts';
import { UsageError } from '../../cli/failure.ts';
import { recordColumnsInOrder } from '../../cli/record-fields.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { auditRecord, recordId } from '../support/records.ts';

/* What an export writes, and how it goes on. */

const folder = mkdtempSync(join(tmpdir(), 'sallyport-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string): string => join(folder, name);

async function* piecesOf(records: readonly AuditRecord[], size = 50) {
  for (let at = 0; at < records.length; at += size) yield records.slice(at, at + size);
}

const never = new AbortController().signal;
const write = (writer: RecordWriter, records: readonly AuditRecord[], signal = never) =>
  exportRecords(piecesOf(records), writer, { signal, onWritten: () => {} });

const some = Array.from({ length: 120 }, (_, number) => auditRecord(number));

/** Rows of a CSV, by RFC 4180. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}

describe('formats', () => {
  test('a line is what audit list --json prints when the format is jsonl', async () => {
    const file = fileOf('a.jsonl');
    await write(await fileWriter(file, { format: 'jsonl', force: false }), some);
    expect(readFileSync(file, 'utf8')).toBe(some.map((one) => `${JSON.stringify(one)}\n`).join(''));
  });

  test('every column stands in its place when the format is csv', async () => {
    const file = fileOf('a.csv');
    const odd = auditRecord(1, { lastError: 'a "quoted"\nline, and a comma', eventId: 'ünï' });
    await write(await fileWriter(file, { format: 'csv', force: false }), [odd, auditRecord(2)]);
    const [head = [], first = [], second = [], ...others] = rowsOf(readFileSync(file, 'utf8'));
    expect(others).toEqual([]);
    expect(head).toEqual(recordColumnsInOrder.map(({ name }) => name));
    const cells = Object.fromEntries(head.map((name, at) => [name, first[at]]));
    expect(cells).toMatchObject({
      id: odd.id,
      eventId: 'ünï',
      bodyBytes: '2',
      lastError: 'a "quoted"\nline, and a comma',
      reason: '',
      checks: JSON.stringify(odd.checks),
      history: JSON.stringify(odd.history),
    });
    expect(second[0]).toBe(recordId(2));
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1+1'])(
    'a spreadsheet sees text and no formula when a sender wrote %j',
    async (formula) => {
      const file = fileOf(`formula-${Buffer.from(formula).toString('hex')}.csv`);
      const record = auditRecord(1, { eventType: formula });
      await write(await fileWriter(file, { format: 'csv', force: false }), [record]);
      const [head = [], row = []] = rowsOf(readFileSync(file, 'utf8'));
      expect(row[head.indexOf('eventType')]).toBe(`'${formula}`);
    },
  );

  test('values come back with their types when the format is parquet', async () => {
    const path = fileOf('a.parquet');
    const rejected = auditRecord(2, { status: 'rejected', reason: 'stale', bodyBytes: 2 ** 40 });
    await write(await fileWriter(path, { format: 'parquet', force: false }), [
      auditRecord(1),
      rejected,
    ]);
    const file = await asyncBufferFromFile(path);
    const { schema } = await parquetMetadataAsync(file);
    expect(schema.slice(1).map(({ name }) => name)).toEqual(
      recordColumnsInOrder.map(({ name }) => name),
    );
    const typeOf = (wanted: string) => schema.find(({ name }) => name === wanted);
    expect(typeOf('receivedAt')).toMatchObject({ converted_type: 'TIMESTAMP_MILLIS' });
    expect(typeOf('bodyBytes')).toMatchObject({ type: 'INT64' });
    const [first, second] = await parquetReadObjects({ file });
    const { checks, receivedAt, attempts, sourceIp } = auditRecord(1);
    expect(first).toMatchObject({
      id: recordId(1),
      sourceIp,
      attempts,
      receivedAt: new Date(receivedAt),
      reason: null,
      bodyErasedAt: null,
      checks: JSON.stringify(checks),
    });
    expect(second).toMatchObject({ status: 'rejected', reason: 'stale', bodyBytes: 2n ** 40n });
    expect(existsSync(`${path}.partial`)).toBe(false);
  });

  test.each(exportFormats)(
    'a record is exported when it lacks what it must have, as %s',
    async (format) => {
      const path = fileOf(`lacking.${format}`);
      const damaged = { id: recordId(1), receivedAt: 'never', bodyBytes: 'many' };
      await write(await fileWriter(path, { format, force: false }), [damaged as never]);
      const text = readFileSync(path);
      expect(text.byteLength).toBeGreaterThan(0);
      if (format !== 'parquet') return;
      const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
      expect(rows).toMatchObject([{ id: recordId(1), receivedAt: null, bodyBytes: null }]);
    },
  );

  test.each(exportFormats)('a file without a record is a whole one, as %s', async (format) => {
    const path = fileOf(`empty.${format}`);
    await write(await fileWriter(path, { format, force: false }), []);
    if (format === 'parquet')
      expect(await parquetReadObjects({ file: await asyncBufferFromFile(path) })).toEqual([]);
    else expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(format === 'csv' ? 2 : 1);
  });
});

describe('breaking off and going on', () => {
  /** The first part of an export that is ended after so many pieces. */
  async function brokenOff(path: string, format: 'jsonl' | 'csv' | 'parquet', pieces: number) {
    const controller = new AbortController();
    let left = pieces;
    const writer = await fileWriter(path, { format, force: false });
    const onWritten = () => {
      left -= 1;
      if (left === 0) controller.abort();
    };
    return exportRecords(piecesOf(some), writer, { signal: controller.signal, onWritten });
  }

  const whole = async (format: 'jsonl' | 'csv'): Promise<string> => {
    const path = fileOf(`whole.${format}`);
    await write(await fileWriter(path, { format, force: true }), some);
    return readFileSync(path, 'utf8');
  };

  const goOn = async (path: string, format: 'jsonl' | 'csv'): Promise<string | undefined> => {
    const { writer, afterId = '' } = await resumedWriter(path, format);
    await write(
      writer,
      some.filter(({ id }) => id > afterId),
    );
    return afterId;
  };

  test.each(['jsonl', 'csv'] as const)(
    '%s is the same in the end when it was broken off between two records',
    async (format) => {
      const path = fileOf(`broken-off.${format}`);
      expect(await brokenOff(path, format, 1)).toBe(50);
      expect(readFileSync(path, 'utf8')).toMatch(/\n$/);
      expect(await goOn(path, format)).toBe(recordId(49));
      expect(readFileSync(path, 'utf8')).toBe(await whole(format));
    },
  );

  test.each(['jsonl', 'csv'] as const)(
    '%s is the same in the end wherever a crash tore it',
    async (format) => {
      const text = await whole(format);
      const firstEnd = text.indexOf('\n', format === 'csv' ? text.indexOf('\n') + 1 : 0);
      for (const at of [firstEnd + 1, firstEnd + 2, firstEnd + 30, text.length - 1, text.length]) {
        const path = fileOf(`torn-${at}.${format}`);
        writeFileSync(path, text.slice(0, at));
        await goOn(path, format);
        expect(readFileSync(path, 'utf8')).toBe(text);
      }
    },
  );

  test('a line break inside of a cell does not end its row', async () => {
    const path = fileOf('line-breaks.csv');
    const odd = [1, 2].map((number) =>
      auditRecord(number, { lastError: `one\n${recordId(9)},two` }),
    );
    await write(await fileWriter(path, { format: 'csv', force: false }), odd);
    const { writer, afterId } = await resumedWriter(path, 'csv');
    await writer.close(true);
    expect(afterId).toBe(recordId(2));
  });

  test('nothing is left of a parquet file that was broken off', async () => {
    const path = fileOf('broken-off.parquet');
    await brokenOff(path, 'parquet', 1);
    expect([path, `${path}.partial`].map((name) => existsSync(name))).toEqual([false, false]);
  });

  test('a parquet file is not gone on with', () =>
    expect(resumedWriter(fileOf('x.parquet'), 'parquet')).rejects.toThrow(
      /--resume cannot go on with a parquet file/,
    ));

  test.each([
    ['no line ends', 'no export at all', 'jsonl', 'holds no whole line'],
    ['a line is no record', 'first\nsecond\n', 'jsonl', 'holds lines that are no records'],
    ['its columns are others', 'id,name\n1,2\n', 'csv', 'begins with other columns than ours'],
  ] as const)('a file stays as it is when %s', async (_when, text, format, why) => {
    const path = fileOf(`foreign-${text.length}.${format}`);
    writeFileSync(path, text);
    await expect(resumedWriter(path, format)).rejects.toThrow(why);
    await expect(resumedWriter(path, format)).rejects.toThrow(UsageError);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('one line says so when there is no such file, or no such folder', async () => {
    await expect(resumedWriter(fileOf('missing.jsonl'), 'jsonl')).rejects.toThrow(
      /missing\.jsonl: cannot be used \(ENOENT\): leave --resume out to begin$/,
    );
    await expect(
      fileWriter(join(folder, 'no', 'file.csv'), { format: 'csv', force: false }),
    ).rejects.toThrow(/cannot be used \(ENOENT\): name another file with --output$/);
  });
});

describe('a file that is there', () => {
  test.each(exportFormats)('stays as it is as %s, and goes with force', async (format) => {
    const path = fileOf(`there.${format}`);
    writeFileSync(path, 'precious');
    await expect(fileWriter(path, { format, force: false })).rejects.toThrow(/is there already/);
    expect(readFileSync(path, 'utf8')).toBe('precious');
    await write(await fileWriter(path, { format, force: true }), some);
    expect(readFileSync(path, 'latin1')).not.toContain('precious');
  });

  test('the part of another parquet export is not overwritten', async () => {
    const path = fileOf('two.parquet');
    const first = await fileWriter(path, { format: 'parquet', force: false });
    await expect(fileWriter(path, { format: 'parquet', force: false })).rejects.toThrow(
      /two\.parquet\.partial is there: another export writes it/,
    );
    await write(first, some);
    expect(existsSync(path)).toBe(true);
  });
});
