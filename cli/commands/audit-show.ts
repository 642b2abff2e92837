import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { OperationFailed } from '../failure.ts';
import { type Guide, jsonRecord, withGuide } from '../guide.ts';
import { printable, printJson, printLine } from '../output.ts';

const guide: Guide = {
  examples: ['sallyport audit show 01M85CJX78SGCM9XNWKR62T8PT'],
  json: [jsonRecord],
};

export const auditShow: DefineCommand = (program) => {
  withGuide(subCommand(program, 'audit', 'show'), guide)
    .description('one audit record, whole')
    .argument('<id>', 'record id, as in the reply to the sender')
    .action((id: string, options: CommonOptions) =>
      onTarget(options, async (target) => {
        const record = await readerOf(target).find(id);
        if (record === undefined) {
          throw new OperationFailed(
            `no record ${printable(id)}: check the id, or it is older than the retention`,
          );
        }
        if (options.json) printJson(record);
        else for (const line of describe(record)) printLine(line);
      }),
    );
};

function describe(record: object): readonly string[] {
  return Object.entries(record).map(([name, value]) => {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `${name.padEnd(16)}${printable(text)}`;
  });
}
