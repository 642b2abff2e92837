import { checks } from '../checks/all.ts';
import { type CommonOptions, type DefineCommand, onTarget, withTargetOptions } from '../command.ts';
import { type Examined, examine } from '../examine.ts';
import { OperationFailed } from '../failure.ts';
import { type Guide, withGuide } from '../guide.ts';
import { formatTable, printable, printJson, printLine } from '../output.ts';
import { paintStatus } from '../status-colour.ts';
import { surroundingsOf } from '../surroundings.ts';

const guide: Guide = {
  examples: ['sallyport doctor --stack sallyport-prod'],
  json: [{ each: 'a finding', fields: ['check', 'subject?', 'result', 'finding', 'remedy?'] }],
};

export const doctor: DefineCommand = (program) => {
  withGuide(withTargetOptions(program.command('doctor')), guide)
    .description('look for what is wrong with the receiver, and say what to do about it')
    .addHelpText('after', `\nChecks:\n${helpOf()}`)
    .action((options: CommonOptions) =>
      onTarget(options, async (target) => {
        const found = await examine(checks, target, surroundingsOf(options));
        if (options.json) found.forEach(printJson);
        else for (const line of describe(found)) printLine(line);
        const failed = count(found, 'fail');
        if (failed > 0) throw new OperationFailed(`${failed} of ${found.length} findings failed`);
      }),
    );
};

const helpOf = (): string => checks.map(({ id, title }) => `  ${id.padEnd(14)}${title}`).join('\n');

const count = (found: readonly Examined[], result: Examined['result']): number =>
  found.filter((finding) => finding.result === result).length;

function describe(found: readonly Examined[]): readonly string[] {
  const rows = found.map((examined) => {
    const { result, check, subject = '', finding } = examined;
    const remedy = 'remedy' in examined ? (examined.remedy ?? '') : '';
    return [result, check, subject, finding, remedy].map(printable);
  });
  const results = ['pass', 'warn', 'fail', 'not-applicable'] as const;
  return [
    formatTable(['RESULT', 'CHECK', 'SUBJECT', 'FINDING', 'REMEDY'], rows, paintStatus),
    `\n${results.map((result) => `${count(found, result)} ${result}`).join(', ')}`,
  ];
}
