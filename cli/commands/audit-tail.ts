import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { followRecords } from '../follow-records.ts';
import { onInterruption } from '../interruption.ts';
import { printJson, printLine } from '../output.ts';
import { recordRow } from '../record-table.ts';
import type { Target } from '../target.ts';
import { type FilterOptions, filterOf } from './audit-list.ts';

type Options = CommonOptions & FilterOptions;

export const auditTail: DefineCommand = (program) => {
  subCommand(program, 'audit', 'tail')
    .description('audit records as they come, and again whenever they change, until Ctrl-C')
    .option('--source <source>', 'of one source')
    .addHelpText('after', '\nExample: sallyport audit tail --source stripe --json')
    .action((options: Options) => onTarget(options, (target) => tail(target, options)));
};

async function tail(target: Target, options: Options): Promise<void> {
  const { signal } = onInterruption();
  const { sources } = filterOf(target, options);
  const follow = { sinceMs: Date.now(), signal };
  for await (const records of followRecords(readerOf(target), sources, follow)) {
    for (const record of records) {
      if (options.json) printJson(record);
      else printLine(recordRow(record).join('  '));
    }
  }
}
