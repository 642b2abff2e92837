import { Option } from 'commander';
import { storedKey } from '../../lambda/crypto/stored-key.ts';
import { requiredSecretFields, type SecretField, type Source } from '../../lambda/model/source.ts';
import { storedKeyForm } from '../../lambda/model/stored-key-form.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { UsageError } from '../failure.ts';
import { printJson, printLine } from '../output.ts';
import { readSecretFromInput } from '../secret-input.ts';
import { writeSecret } from '../source-secrets.ts';
import { sourceOf } from '../target.ts';

type Options = CommonOptions & { readonly field?: SecretField };

export const secretsSet: DefineCommand = (program) => {
  subCommand(program, 'secrets', 'set')
    .description(
      "store a source's secret; the value comes from standard input, never from the command line",
    )
    .argument('<source>')
    .addOption(
      new Option('--field <field>', 'which secret, where a source has two').choices([
        'signing',
        'token',
      ]),
    )
    .addHelpText(
      'after',
      '\nExample: printf %s "$SECRET" | sallyport secrets set bank --field token',
    )
    .action((id: string, options: Options) =>
      onTarget(options, async (target) => {
        const source = sourceOf(target, id);
        const field = fieldOf(source, options.field);
        const value = await readSecretFromInput();
        refuseUnusable(source, field, value);
        await writeSecret(target, source, { field, value });
        if (options.json) printJson({ source: id, field, stored: true });
        else
          printLine(
            `stored the ${field} secret of ${id}; the version before stays valid as the previous one`,
          );
      }),
    );
};

function fieldOf(source: Source, wanted: SecretField | undefined): SecretField {
  const required = requiredSecretFields(source);
  const [only, ...others] = required;
  if (only === undefined)
    throw new UsageError(`source "${source.id}" needs no secret: its check is the address`);
  if (wanted === undefined && others.length > 0) {
    throw new UsageError(
      `source "${source.id}" has two secrets: add --field signing or --field token`,
    );
  }
  if (wanted !== undefined && !required.includes(wanted)) {
    throw new UsageError(`source "${source.id}" has no ${wanted} secret: leave --field out`);
  }
  return wanted ?? only;
}

const plain = { encoding: 'utf8' } as const;

function refuseUnusable(source: Source, field: SecretField, value: string): void {
  if (value.trim() === '') {
    throw new UsageError('the secret is empty: pipe its value into the command');
  }
  const form =
    (field === 'signing' && source.signature && storedKeyForm(source.signature)) || plain;
  if (storedKey(value, form) === undefined) {
    throw new UsageError(
      `the secret is not ${form.encoding}: copy it from the provider once more, whole`,
    );
  }
  if (value !== value.trim()) {
    process.stderr.write(
      'note: the secret begins or ends with white space, which counts as part of it\n',
    );
  }
}
