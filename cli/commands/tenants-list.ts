import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { withGuide } from '../guide.ts';
import { formatTable, printJson, printLine } from '../output.ts';
import { tenantSource } from '../tenant-names.ts';
import { type ListedTenant, listTenants } from '../tenant-secrets.ts';

export const tenantsList: DefineCommand = (program) => {
  const command = subCommand(program, 'tenants', 'list')
    .description(
      'the tenants of a source: since when, and whether a previous secret is live; never their values',
    )
    .argument('<source>')
    .action((id: string, options: CommonOptions) =>
      onTarget(options, async (target) => {
        const tenants = await Array.fromAsync(listTenants(target, tenantSource(target, id)));
        const rows = tenants.map((one) => rowOf(id, one)).sort(byName);
        if (options.json) return rows.forEach(printJson);
        const cells = rows.map(({ tenant, createdAt = '', currentSince = 'not set', previous }) => [
          tenant,
          createdAt,
          currentSince,
          previous ? 'live' : '',
        ]);
        printLine(formatTable(['TENANT', 'CREATED', 'CURRENT SINCE', 'PREVIOUS'], cells));
      }),
    );
  withGuide(command, {
    notes: ['The list of a deployed stack may lack what was created within the last five minutes.'],
    examples: ['sallyport tenants list shop'],
    json: [
      { each: 'a tenant', fields: ['source', 'tenant', 'createdAt?', 'currentSince?', 'previous'] },
    ],
  });
};

const byName = (a: { readonly tenant: string }, b: { readonly tenant: string }): number =>
  a.tenant < b.tenant ? -1 : 1;

const rowOf = (source: string, { tenant, createdAt, currentSince, hasPrevious }: ListedTenant) => ({
  source,
  tenant,
  ...(createdAt && { createdAt: createdAt.toISOString() }),
  ...(currentSince && { currentSince: currentSince.toISOString() }),
  previous: hasPrevious,
});
