import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { type Circumstances, explainRejection } from '../explain-rejection.ts';
import { OperationFailed } from '../failure.ts';
import { printable, printJson, printLine } from '../output.ts';
import { readSecret, readSecretVersion } from '../source-secrets.ts';
import { sourceOf, type Target } from '../target.ts';

export const auditExplain: DefineCommand = (program) => {
  subCommand(program, 'audit', 'explain')
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
        const body = await reader.bodyOf(id);
        const circumstances = await circumstancesOf(target, record, body);
        const explanation = await explainRejection(record, circumstances);
        if (options.json) printJson({ id, reason: record.reason, ...explanation });
        else {
          printLine(`${record.reason ?? record.status}: ${printable(explanation.cause)}`);
          printLine(`next: ${printable(explanation.next)}`);
        }
      }),
    );
};

async function circumstancesOf(
  target: Target,
  record: AuditRecord,
  body: Uint8Array | undefined,
): Promise<Circumstances> {
  const source = sourceOf(target, record.source);
  const previous = await readSecretVersion(target, source, 'AWSPREVIOUS');
  const others = target.sources.filter(({ id }) => id !== source.id);
  const otherSecrets = await Promise.all(
    others.map(async (other) => [other.id, await readSecret(target, other)] as const),
  );
  return {
    source,
    secrets: [
      { label: 'current', fields: await readSecret(target, source) },
      ...(previous ? [{ label: 'previous', fields: previous }] : []),
    ],
    otherSecrets: new Map(otherSecrets),
    ...(body && { body }),
  };
}
