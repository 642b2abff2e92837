import { Option } from 'commander';
import { type RecordStatus, recordStatuses } from '../../lambda/model/audit-record.ts';
import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { commandLine, optionWords, targetWords } from '../command-line.ts';
import {
  type ExportFormat,
  exportFormats,
  fileWriter,
  outputWriter,
  resumedWriter,
} from '../export/export-file.ts';
import { exportRecords } from '../export/export-records.ts';
import { OperationFailed, UsageError } from '../failure.ts';
import { jsonRecord, withGuide } from '../guide.ts';
import { onInterruption } from '../interruption.ts';
import { printJson } from '../output.ts';
import { startProgress } from '../progress.ts';
import type { AuditFilter } from '../record-filter.ts';
import {
  type RangeOptions,
  type RecordRange,
  rangeOf,
  rangeWords,
  withRangeOptions,
} from '../record-range.ts';
import type { Target } from '../target.ts';

type Options = CommonOptions &
  RangeOptions & {
    readonly status?: RecordStatus;
    readonly format: ExportFormat;
    readonly output?: string;
    readonly resume?: boolean;
    readonly force?: boolean;
  };

export const auditExport: DefineCommand = (program) => {
  const command = withRangeOptions(subCommand(program, 'audit', 'export'))
    .description('write audit records to a file, oldest first')
    .addOption(new Option('--status <status>', 'of one status').choices(recordStatuses))
    .addOption(
      new Option('--format <format>', 'form of the file').choices(exportFormats).default('jsonl'),
    )
    .option('--output <file>', 'where to; standard output unless given, but for parquet')
    .option('--resume', 'go on behind the last record of a file that an export left')
    .option('--force', 'replace a file that is there')
    .action((options: Options) =>
      onTarget(options, async (target) => {
        refuseMixture(options);
        await exportTo(target, options);
      }),
    );
  withGuide(command, {
    notes: [
      'CSV cells that begin like a formula (= + - @, a tab or a line break) get an apostrophe in front, so that no spreadsheet runs what a sender wrote.',
      'Parquet: receivedAt, settledAt and bodyErasedAt are timestamps; checks, headers, query and history are JSON texts, as in CSV.',
    ],
    examples: [
      'sallyport audit export --since 7d > week.jsonl',
      'sallyport audit export --source bank --status rejected --format csv --output bank.csv',
      'sallyport audit export --until 2026-11-01T00:00:00Z --format parquet --output audit.parquet',
    ],
    json: [
      jsonRecord,
      { each: 'in all, with --output', fields: ['output', 'format', 'records', 'finished'] },
    ],
  });
};

function refuseMixture({ format, output, resume, force, json }: Options): void {
  const refuse = (why: string) => {
    throw new UsageError(why);
  };
  if (output === undefined) {
    if (format === 'parquet') refuse('--format parquet needs --output FILE');
    if (resume || force) refuse('--resume and --force are about a file: name it with --output');
    if (json && format !== 'jsonl')
      refuse(`--json and --format ${format} exclude each other: leave --json out, or add --output`);
  }
  if (resume && force) refuse('--resume and --force exclude each other: go on, or begin anew');
}

async function exportTo(target: Target, options: Options): Promise<void> {
  const { format, output, json } = options;
  const range = rangeOf(target, options);
  const { writer, afterId = '' } = await openWriter(options);
  const interruption = onInterruption();
  const progress = output === undefined ? undefined : startProgress('exported', undefined);
  let records = 0;
  const onWritten = (count: number) => {
    records += count;
    progress?.advance(count);
  };
  const pieces = piecesBehind(target, afterId, filterOf(range, options, afterId));
  await exportRecords(pieces, writer, { signal: interruption.signal, onWritten }).catch(
    (error: unknown) => {
      if (error instanceof UsageError) throw error;
      const why = error instanceof Error ? error.message || error.name : String(error);
      const where = `${records} records written: ${resumption(options, range)}`;
      throw new OperationFailed(`${why}: ${where}`, { cause: error });
    },
  );
  interruption.dispose();
  const finished = !interruption.signal.aborted;
  progress?.end(`${records} records written to ${output}`);
  if (json && output !== undefined) printJson({ output, format, records, finished });
  if (!finished)
    throw new OperationFailed(
      `interrupted: ${records} records written: ${resumption(options, range)}`,
    );
}

/** What is in the file already is not looked for again, however long ago that was. */
function filterOf(range: RecordRange, { status }: Options, afterId: string): AuditFilter {
  const { sinceId, ...rest } = range;
  const from = afterId === '' ? sinceId : afterId;
  return {
    ...rest,
    ...(from === undefined ? {} : { sinceId: from }),
    ...(status === undefined ? {} : { status }),
  };
}

async function openWriter({ format, output, resume, force = false }: Options) {
  if (output !== undefined)
    return resume
      ? resumedWriter(output, format)
      : { writer: await fileWriter(output, { format, force }) };
  if (format === 'parquet') throw new UsageError('--format parquet needs --output FILE');
  return { writer: await outputWriter(format) };
}

/** Records behind the id that match, piece by piece, some of them empty. */
async function* piecesBehind(target: Target, afterId: string, filter: AuditFilter) {
  for await (const { records } of readerOf(target).search(filter))
    yield records.filter(({ id }) => id > afterId);
}

/** How to go on: the same records, whenever that is. */
function resumption(options: Options, range: RecordRange): string {
  const { format, output, status } = options;
  if (format === 'parquet') return 'no part of a parquet file is kept: begin again';
  const words = [
    ...['sallyport', 'audit', 'export'],
    ...rangeWords(options, range),
    ...optionWords({ status, format, output: output ?? 'FILE' }),
    '--resume',
    ...targetWords(options),
  ];
  const file = output === undefined ? ' (FILE is where the output went)' : '';
  return `go on with ${commandLine(words)}${file}`;
}
