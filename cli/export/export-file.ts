import { access, open, rename, rm, truncate } from 'node:fs/promises';
import { UsageError } from '../failure.ts';
import { findRows, type Rows } from './last-row.ts';
import { type RecordWriter, type TextFormat, type TextPlace, textWriter } from './record-writer.ts';

export const exportFormats = ['jsonl', 'csv', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

type TextFormatName = Exclude<ExportFormat, 'parquet'>;

/** Their packages are loaded by whoever exports, not by every command. */
const textFormat = async (name: TextFormatName): Promise<TextFormat> =>
  name === 'csv' ? (await import('./csv.ts')).csv : (await import('./jsonl.ts')).jsonl;

/** The standard output as a place for text. A reader that has gone ends the process; see `main.ts`. */
const standardOutput: TextPlace = {
  write: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    }),
  close: async () => {},
};

/** Writes to standard output. */
export const outputWriter = async (format: TextFormatName): Promise<RecordWriter> =>
  textWriter(standardOutput, await textFormat(format), { isBehindOthers: false });

interface FileChoices {
  readonly format: ExportFormat;
  /** Replaces a file that is there. */
  readonly force: boolean;
}

/**
 * Writes to a new file. A parquet file has its name only once it is whole, for half of one is none.
 * @throws UsageError when there is such a file already, or it cannot be written.
 */
export async function fileWriter(path: string, choices: FileChoices): Promise<RecordWriter> {
  const { format, force } = choices;
  if (format !== 'parquet') {
    const text = await textFormat(format);
    return textWriter(placeOf(await created(path, force)), text, { isBehindOthers: false });
  }
  if (!force && (await exists(path))) throw taken(path, format);
  const partial = `${path}.partial`;
  if (!force && (await exists(partial)))
    throw new UsageError(
      `${partial} is there: another export writes it, or one was killed: remove it, or add --force`,
    );
  const { parquetWriter } = await import('./parquet.ts');
  return parquetWriter(await created(partial, force), async (isWhole) => {
    if (!isWhole) await rm(partial, { force: true });
    else if (!force && (await exists(path))) throw taken(path, format);
    else await rename(partial, path);
  });
}

/** Where an export that was broken off goes on. */
export interface Resumption {
  readonly writer: RecordWriter;
  /** The last record that is in the file; undefined where none is. */
  readonly afterId?: string;
}

/**
 * Goes on with a file behind its last whole record; what a crash left of another one is cut off.
 * @throws UsageError when there is no such file, or it is not one of ours.
 */
export async function resumedWriter(path: string, format: ExportFormat): Promise<Resumption> {
  if (format === 'parquet')
    throw new UsageError(
      '--resume cannot go on with a parquet file, which is written whole or not at all: leave --resume out, or export jsonl',
    );
  const rows = await findRows(path, { quoted: format === 'csv' }).catch((error: unknown) => {
    throw unusable(path, error, 'leave --resume out to begin');
  });
  const text = await textFormat(format);
  const afterId = lastRecordIn(path, { format, head: text.head }, rows);
  const file = await openBehind(path, rows.endsAt);
  const writer = textWriter(placeOf(file), text, { isBehindOthers: rows.count > 0 });
  return { writer, ...(afterId === undefined ? {} : { afterId }) };
}

/** The id of the last record. Nothing of a file is cut off before it has shown itself for an export. */
function lastRecordIn(
  path: string,
  { format, head }: { readonly format: TextFormatName; readonly head: string },
  { first = '', last = '', count, bytes }: Rows,
): string | undefined {
  const refuse = (why: string) =>
    new UsageError(`${path}: ${why}: name the file of a ${format} export, or leave --resume out`);
  if (count === 0 && bytes > 0) throw refuse('holds no whole line');
  if (count === 0) return undefined;
  if (head !== '' && `${first}\n` !== head) throw refuse('begins with other columns than ours');
  if (head !== '' && count === 1) return undefined;
  const id = idIn(last, format);
  if (id === undefined || (head === '' && idIn(first, format) === undefined))
    throw refuse('holds lines that are no records');
  return id;
}

function idIn(row: string, format: TextFormatName): string | undefined {
  const text = format === 'csv' ? row.split(',')[0] : idOfJson(row);
  return text !== undefined && /^[0-9A-Z]{26}$/.test(text) ? text : undefined;
}

function idOfJson(line: string): string | undefined {
  try {
    return String(JSON.parse(line).id);
  } catch {
    return undefined;
  }
}

type File = Awaited<ReturnType<typeof open>>;

const placeOf = (file: File): TextPlace => ({
  write: (text) => file.writeFile(text),
  close: () => file.close(),
});

/** Cuts off what stands behind `endsAt`, and writes from there on. */
async function openBehind(path: string, endsAt: number): Promise<File> {
  try {
    await truncate(path, endsAt);
    return await open(path, 'a');
  } catch (error) {
    throw unusable(path, error, 'see to it that it can be written');
  }
}

async function created(path: string, force: boolean): Promise<File> {
  try {
    return await open(path, force ? 'w' : 'wx');
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw taken(path, 'jsonl');
    throw unusable(path, error, 'name another file with --output');
  }
}

function taken(path: string, format: ExportFormat): UsageError {
  const goOn = format === 'parquet' ? '' : ', or --resume to go on with a broken-off export';
  return new UsageError(
    `${path} is there already: name another file with --output, add --force to replace it${goOn}`,
  );
}

const unusable = (path: string, error: unknown, next: string): UsageError =>
  new UsageError(`${path}: cannot be used (${codeOf(error)}): ${next}`);

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
