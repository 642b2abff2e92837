import { InvalidArgumentError } from 'commander';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { UsageError } from '../failure.ts';
import { withGuide } from '../guide.ts';
import { printJson, printLine } from '../output.ts';
import { tenantNamed, tenantSource } from '../tenant-names.ts';
import { deleteTenant } from '../tenant-secrets.ts';

type Options = CommonOptions & { readonly yes?: boolean; readonly recoveryDays: number };

export const tenantsDelete: DefineCommand = (program) => {
  const command = subCommand(program, 'tenants', 'delete')
    .description(
      "refuse a tenant's requests from now on; its secret can be restored for a while, its records stay",
    )
    .argument('<source>')
    .argument('<tenant>')
    .option('--yes', 'it is meant')
    .option('--recovery-days <n>', 'how long it can be restored, 7 to 30', parseDays, 30)
    .action((id: string, name: string, options: Options) =>
      onTarget(options, async (target) => {
        const owner = tenantNamed(tenantSource(target, id), name);
        if (!options.yes)
          throw new UsageError(
            `the requests of tenant "${name}" of "${id}" would be refused, and their sender told that there is nobody: add --yes if that is meant`,
          );
        const until = (await deleteTenant(target, owner, options.recoveryDays)).toISOString();
        if (options.json)
          return printJson({ source: id, tenant: name, deleted: true, restorableUntil: until });
        printLine(
          `deleted tenant ${name} of ${id}: all of its requests are refused within five minutes`,
        );
        printLine(`it can be restored until ${until}: sallyport tenants restore ${id} ${name}`);
      }),
    );
  withGuide(command, {
    examples: ['sallyport tenants delete shop acme --yes'],
    json: [{ each: 'the tenant', fields: ['source', 'tenant', 'deleted', 'restorableUntil'] }],
  });
};

function parseDays(text: string): number {
  const days = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (days >= 7 && days <= 30) return days;
  throw new InvalidArgumentError(`"${text}" is refused: use 7 to 30 days.`);
}
