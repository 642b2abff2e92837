import { Option } from 'commander';
import type { SecretField } from '../../lambda/model/source.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { withGuide } from '../guide.ts';
import { printJson, printLine } from '../output.ts';
import { readSecretFromInput } from '../secret-input.ts';
import { writeSecret } from '../source-secrets.ts';
import { sourceOf } from '../target.ts';
import { ownerNamed } from '../tenant-names.ts';
import { fieldOf, refuseUnusable, secretFields } from '../usable-secret.ts';

type Options = CommonOptions & { readonly field?: SecretField; readonly tenant?: string };

export const secretsSet: DefineCommand = (program) => {
  const command = subCommand(program, 'secrets', 'set')
    .description(
      "store a source's secret, or that of one of its tenants; the value comes from standard input, never from the command line",
    )
    .argument('<source>', 'source, or @origin for that of the CDN')
    .option('--tenant <tenant>', 'whose secret, where the source has tenants')
    .addOption(
      new Option('--field <field>', 'which secret, where a source has two').choices(secretFields),
    )
    .action((id: string, options: Options) =>
      onTarget(options, async (target) => {
        const owner = ownerNamed(sourceOf(target, id), options.tenant);
        const field = fieldOf(owner, options.field);
        const value = await readSecretFromInput();
        refuseUnusable(owner, field, value);
        await writeSecret(target, owner, { field, value });
        const { tenant } = owner;
        if (options.json) printJson({ source: id, ...(tenant && { tenant }), field, stored: true });
        else
          printLine(
            `stored the ${field} secret of ${tenant === undefined ? id : `tenant ${tenant} of ${id}`}; the version before stays valid as the previous one`,
          );
      }),
    );
  withGuide(command, {
    examples: [
      'printf %s "$SECRET" | sallyport secrets set stripe',
      'printf %s "$SECRET" | sallyport secrets set bank --field token',
    ],
    json: [{ each: 'in all', fields: ['source', 'field', 'stored'] }],
  });
};
