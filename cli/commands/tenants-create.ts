import { Option } from 'commander';
import type { SecretFields } from '../../lambda/model/secret-value.ts';
import { requiredSecretFields, type SecretField, type Source } from '../../lambda/model/source.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { UsageError } from '../failure.ts';
import { withGuide } from '../guide.ts';
import { printJson, printLine } from '../output.ts';
import { freshSecret, signsWithPrivateKey } from '../sample-keys.ts';
import { readSecretFromInput } from '../secret-input.ts';
import type { Target } from '../target.ts';
import { tenantNamed, tenantSource } from '../tenant-names.ts';
import { createTenantOn } from '../tenant-secrets.ts';
import { fieldOf, refuseUnusable } from '../usable-secret.ts';

type Options = CommonOptions & {
  readonly field?: SecretField;
  readonly generate?: boolean;
  /** False with `--no-value`. */
  readonly value: boolean;
};

export const tenantsCreate: DefineCommand = (program) => {
  const command = subCommand(program, 'tenants', 'create')
    .description(
      'give a tenant an address and a secret of its own, without a deployment; the secret comes from standard input, never from the command line',
    )
    .argument('<source>')
    .argument('<tenant>', '1 to 64 lower-case letters, digits and inner hyphens')
    .addOption(
      new Option('--field <field>', 'which secret, where a source has two').choices([
        'signing',
        'token',
      ]),
    )
    .option('--generate', 'make the secret up, and print it this once')
    .option('--no-value', 'the sender hands its secret over, or it is set later')
    .action((id: string, name: string, options: Options) =>
      onTarget(options, async (target) => {
        const owner = tenantNamed(tenantSource(target, id), name);
        const fields = await fieldsFor(target, owner, options);
        await createTenantOn(target, owner, fields);
        const made = {
          source: id,
          tenant: name,
          url: `${target.urlOf(id)}/${name}`,
          missing: requiredSecretFields(owner).filter((field) => fields[field] === undefined),
          ...(options.generate && { generated: fields }),
        };
        if (options.json) printJson(made);
        else describe(made).forEach(printLine);
      }),
    );
  withGuide(command, {
    examples: [
      'printf %s "$SECRET" | sallyport tenants create shop acme',
      'sallyport tenants create shop acme --generate',
    ],
    json: [{ each: 'the tenant', fields: ['source', 'tenant', 'url', 'missing', 'generated?'] }],
  });
};

async function fieldsFor(target: Target, source: Source, options: Options): Promise<SecretFields> {
  if (options.generate && !options.value)
    throw new UsageError('--generate and --no-value exclude each other: use one of the two');
  if (!options.value) return {};
  if (options.generate) return generated(target, source, options.field);
  const field = fieldOf(source, options.field);
  const value = await readSecretFromInput();
  refuseUnusable(source, field, value);
  return { [field]: value };
}

function generated(target: Target, source: Source, wanted?: SecretField): SecretFields {
  const fields = wanted === undefined ? requiredSecretFields(source) : [fieldOf(source, wanted)];
  // A local run plays the sender too, and keeps what he would sign with.
  if (!target.isLocal && fields.includes('signing') && signsWithPrivateKey(source))
    throw new UsageError(
      `senders of "${source.id}" sign with private keys of their own: pipe the public key of this one into the command`,
    );
  return Object.fromEntries(fields.map((field) => [field, freshSecret(source, field)]));
}

const describe = ({
  source,
  tenant,
  url,
  missing,
  generated: secrets = {},
}: {
  readonly source: string;
  readonly tenant: string;
  readonly url: string;
  readonly missing: readonly SecretField[];
  readonly generated?: SecretFields;
}): readonly string[] => [
  `created tenant ${tenant} of ${source}: ${url}`,
  ...Object.entries(secrets).map(([field, value]) => `${field} secret, shown this once: ${value}`),
  ...missing.map(
    (field) =>
      `its requests are answered with 503 until it has a ${field} secret: sallyport secrets set ${source} --tenant ${tenant} --field ${field}`,
  ),
];
