import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { type Guide, jsonRecord, withGuide } from '../guide.ts';
import { formatTable, printable, printJson, printLine } from '../output.ts';
import { parseSince } from '../since.ts';
import type { Target } from '../target.ts';
import { waitingLetters } from '../waiting-letters.ts';
import { filterOf, parseLimit } from './audit-list.ts';

type Options = CommonOptions & {
  readonly source?: string;
  readonly since?: string;
  readonly limit: number;
};

const guide: Guide = {
  examples: ['sallyport dlq list --source stripe --since 1d'],
  json: [jsonRecord, { each: 'at the end', fields: ['failed', 'waiting'] }],
};

export const dlqList: DefineCommand = (program) => {
  withGuide(subCommand(program, 'dlq', 'list'), guide)
    .description('failed events, newest first, and what waits in the dead-letter queues')
    .option('--source <source>', 'of one source')
    .option('--since <time>', 'received since: 15m, 2h, 7d or an ISO 8601 instant', (text) =>
      parseSince(text, Date.now()),
    )
    .option('--limit <n>', 'at most so many', parseLimit, 50)
    .action((options: Options) =>
      onTarget(options, async (target) => {
        const records = await failedRecords(target, options);
        const waiting = await waitingLetters(target);
        if (options.json) {
          records.forEach(printJson);
          printJson({ failed: records.length, waiting });
        } else for (const line of describe(records, waiting)) printLine(line);
      }),
    );
};

async function failedRecords(target: Target, options: Options): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  const failed = readerOf(target).list({ ...filterOf(target, options), status: 'failed' });
  for await (const record of failed) {
    records.push(record);
    if (records.length === options.limit) break;
  }
  return records;
}

function describe(records: readonly AuditRecord[], waiting: number): readonly string[] {
  const rows = records.map(({ receivedAt, source, eventType, attempts, lastError, id }) => [
    receivedAt,
    source,
    printable(eventType ?? ''),
    String(attempts),
    printable((lastError ?? '').slice(0, 60)),
    id,
  ]);
  return [
    formatTable(['RECEIVED', 'SOURCE', 'TYPE', 'ATTEMPTS', 'ERROR', 'ID'], rows),
    ...(waiting > 0
      ? [
          `\n${waiting} messages wait in the dead-letter queues: they are none of ours, or the table did not answer; see the log of the dead-letter function`,
        ]
      : []),
  ];
}
