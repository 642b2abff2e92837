import { InvalidArgumentError, Option } from 'commander';
import { type RecordStatus, recordStatuses } from '../../lambda/model/audit-record.ts';
import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { type Guide, jsonRecord, withGuide } from '../guide.ts';
import { formatTable, printJson, printLine } from '../output.ts';
import type { AuditFilter } from '../record-filter.ts';
import { recordColumns, recordRow } from '../record-table.ts';
import { parseSince } from '../since.ts';
import { paintStatus } from '../status-colour.ts';
import { sourceOf, type Target } from '../target.ts';

export interface FilterOptions {
  readonly source?: string;
  readonly status?: RecordStatus;
  readonly since?: string;
}

type Options = CommonOptions & FilterOptions & { readonly limit: number; readonly tenant?: string };

const guide: Guide = {
  examples: [
    'sallyport audit list --source bank --status rejected --since 2h',
    'sallyport audit list --json --limit 1000',
  ],
  json: [jsonRecord],
};

export const auditList: DefineCommand = (program) => {
  withGuide(subCommand(program, 'audit', 'list'), guide)
    .description('audit records, newest first')
    .option('--source <source>', 'of one source')
    .option('--tenant <tenant>', 'of one tenant')
    .addOption(new Option('--status <status>', 'of one status').choices(recordStatuses))
    .option('--since <time>', 'received since: 15m, 2h, 7d or an ISO 8601 instant', (text) =>
      parseSince(text, Date.now()),
    )
    .option('--limit <n>', 'at most so many', parseLimit, 50)
    .action((options: Options) =>
      onTarget(options, async (target) => {
        const reader = readerOf(target);
        const records = [];
        const { tenant } = options;
        const filter = { ...filterOf(target, options), ...(tenant && { tenant }) };
        for await (const record of reader.list(filter)) {
          records.push(record);
          if (records.length === options.limit) break;
        }
        if (options.json) records.forEach(printJson);
        else printLine(formatTable(recordColumns, records.map(recordRow), paintStatus));
      }),
    );
};

/** The filter that these options ask for; `since` is parsed already. */
export function filterOf(target: Target, { source, status, since }: FilterOptions): AuditFilter {
  return {
    sources:
      source === undefined ? target.sources.map(({ id }) => id) : [sourceOf(target, source).id],
    ...(status === undefined ? {} : { status }),
    ...(since === undefined ? {} : { sinceId: since }),
  };
}

export function parseLimit(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) {
    throw new InvalidArgumentError(`"${text}" is no count: use a whole number from 1.`);
  }
  return Number(text);
}
