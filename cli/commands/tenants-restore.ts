import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { withGuide } from '../guide.ts';
import { printJson, printLine } from '../output.ts';
import { tenantNamed, tenantSource } from '../tenant-names.ts';
import { restoreTenant } from '../tenant-secrets.ts';

export const tenantsRestore: DefineCommand = (program) => {
  const command = subCommand(program, 'tenants', 'restore')
    .description('take a tenant back that was deleted, with the secret that it had')
    .argument('<source>')
    .argument('<tenant>')
    .action((id: string, name: string, options: CommonOptions) =>
      onTarget(options, async (target) => {
        await restoreTenant(target, tenantNamed(tenantSource(target, id), name));
        if (options.json) printJson({ source: id, tenant: name, restored: true });
        else
          printLine(
            `restored tenant ${name} of ${id}: its requests are judged again within a minute`,
          );
      }),
    );
  withGuide(command, {
    examples: ['sallyport tenants restore shop acme'],
    json: [{ each: 'the tenant', fields: ['source', 'tenant', 'restored'] }],
  });
};
