import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { explainRecord } from '../explain-record.ts';
import { OperationFailed } from '../failure.ts';
import { type Guide, withGuide } from '../guide.ts';
import { printable, printJson, printLine } from '../output.ts';

const guide: Guide = {
  examples: ['sallyport audit explain 01M85CJX9Y80SXFE0AFPREN905'],
  json: [{ each: 'in all', fields: ['id', 'reason?', 'cause', 'next', 'certain'] }],
};

export const auditExplain: DefineCommand = (program) => {
  withGuide(subCommand(program, 'audit', 'explain'), guide)
    .description('why a request was refused, and what to do')
    .argument('<id>', 'record id, as in the reply to the sender')
    .action((id: string, options: CommonOptions) =>
      onTarget(options, async (target) => {
        const reader = readerOf(target);
        const record = await reader.find(id);
        if (record === undefined)
          throw new OperationFailed(
            `no record ${printable(id)}: check the id, or it is older than the retention`,
          );
        const explanation = await explainRecord(target, record, (await reader.itemOf(id)) ?? {});
        if (options.json) printJson({ id, reason: record.reason, ...explanation });
        else {
          printLine(`${record.reason ?? record.status}: ${printable(explanation.cause)}`);
          printLine(`next: ${printable(explanation.next)}`);
        }
      }),
    );
};
