import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { followRecords } from '../follow-records.ts';
import { type Guide, jsonRecord, withGuide } from '../guide.ts';
import { onInterruption } from '../interruption.ts';
import { printJson, printLine } from '../output.ts';
import { recordRow } from '../record-table.ts';
import { coloured } from '../status-colour.ts';
import type { Target } from '../target.ts';
import { type FilterOptions, filterOf } from './audit-list.ts';

type Options = CommonOptions & FilterOptions;

const guide: Guide = {
  examples: ['sallyport audit tail --source stripe --json'],
  json: [jsonRecord],
};

export const auditTail: DefineCommand = (program) => {
  withGuide(subCommand(program, 'audit', 'tail'), guide)
    .description('audit records as they come, and again whenever they change, until Ctrl-C')
    .option('--source <source>', 'of one source')
    .action((options: Options) => onTarget(options, (target) => tail(target, options)));
};

async function tail(target: Target, options: Options): Promise<void> {
  const { signal } = onInterruption();
  const { sources } = filterOf(target, options);
  const follow = { sinceMs: Date.now(), signal };
  for await (const records of followRecords(readerOf(target), sources, follow)) {
    for (const record of records) {
      if (options.json) printJson(record);
      else printLine(recordRow(record).map(coloured).join('  '));
    }
  }
}
