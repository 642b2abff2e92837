import { Option } from 'commander';
import { encodeTime } from 'ulid';
import { originId } from '../../lambda/model/cdn.ts';
import type { SecretField, Source } from '../../lambda/model/source.ts';
import { minutesToMs } from '../../lambda/model/time.ts';
import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { commandLine, targetWords } from '../command-line.ts';
import { OperationFailed, UsageError } from '../failure.ts';
import { generatedSecret } from '../generated-secret.ts';
import { withGuide } from '../guide.ts';
import { lastUseOfPrevious } from '../last-use.ts';
import { printJson, printLine } from '../output.ts';
import { readSecretFromInput } from '../secret-input.ts';
import {
  endPrevious,
  readSecret,
  secretVersions,
  storedVersions,
  writeSecret,
} from '../source-secrets.ts';
import { sourceOf, type Target } from '../target.ts';
import { fieldOf, refuseUnusable, secretFields } from '../usable-secret.ts';

type Options = CommonOptions & {
  readonly field?: SecretField;
  readonly generate?: boolean;
  readonly finish?: boolean;
  readonly force?: boolean;
};

export const secretsRotate: DefineCommand = (program) => {
  const command = subCommand(program, 'secrets', 'rotate')
    .description(
      "replace a source's secret without refusing a delivery; the new value comes from standard input",
    )
    .argument('<source>', 'source, or @origin for that of the CDN')
    .addOption(
      new Option('--field <field>', 'which secret, where a source has two').choices(secretFields),
    )
    .option('--generate', 'make a strong random value and print it, and nothing else, once')
    .option('--finish', 'end the life of the previous version')
    .option('--force', 'although the previous version was in use within the last 24 hours')
    .action((id: string, options: Options) =>
      onTarget(options, async (target) => {
        refuseMixture(options);
        const source = sourceOf(target, id);
        await (options.finish ? finish(target, source, options) : begin(target, source, options));
      }),
    );
  withGuide(command, {
    notes: [
      'Use --generate where you choose the secret and enter it at the provider, as with most tokens and many banks. Where the provider makes it and shows it to you, pipe that in.',
      'Functions keep secrets in memory for five minutes. A new value takes effect at once, for a mismatch makes them look again; a version that is ended may be accepted for five minutes more.',
    ],
    examples: [
      'printf %s "$NEW" | sallyport secrets rotate stripe',
      'sallyport secrets rotate bank --field token --generate',
      'sallyport secrets rotate stripe --finish',
    ],
    json: [
      { each: 'when a value was stored', fields: ['source', 'field', 'stored', 'value?', 'next'] },
      { each: 'with --finish', fields: ['source', 'finished'] },
    ],
  });
};

function refuseMixture({ finish: isFinish, field, generate }: Options): void {
  if (!isFinish) return;
  if (field !== undefined)
    throw new UsageError(
      '--finish takes no --field: a version holds all secrets of its source and goes as a whole',
    );
  if (generate) throw new UsageError('--finish and --generate exclude each other: begin, then end');
}

async function begin(target: Target, source: Source, options: Options): Promise<void> {
  const field = fieldOf(source, options.field);
  const current = (await readSecret(target, source))[field];
  if (!options.force)
    await refuseWhileInUse(target, source, {
      used: (at) =>
        `the previous secret of ${source.id} verified a delivery at ${at}, and a new value would push it out: finish that rotation first, or add --force`,
      unknown: `a rotation of ${source.id} is not finished, and no record says which secret the CDN shows: finish it first, or add --force`,
    });
  const value = options.generate
    ? generatedSecret(source, field, current)
    : await readSecretFromInput();
  refuseUnusable(source, field, value);
  if (value === current)
    throw new UsageError('the secret is the one that is stored already: nothing would be rotated');
  await writeSecret(target, source, { field, value });
  const next = nextSteps(source, field, { options, isFirst: current === undefined });
  if (options.json) {
    const shown = options.generate ? { value } : {};
    printJson({ source: source.id, field, stored: true, ...shown, next });
    return;
  }
  // With --generate, standard output is the value and nothing else, so that it can be piped on.
  if (options.generate) printLine(value);
  for (const line of next) (options.generate ? printNote : printLine)(line);
}

const printNote = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

function nextSteps(
  { id }: Source,
  field: SecretField,
  { options, isFirst }: { readonly options: Options; readonly isFirst: boolean },
): readonly string[] {
  const again = (...words: readonly string[]) =>
    commandLine(['sallyport', 'secrets', ...words, ...targetWords(options)]);
  if (isFirst)
    return [`stored the ${field} secret of ${id}, which had none: let the provider sign with it`];
  return [
    `stored the new ${field} secret of ${id}; the previous one stays valid`,
    '1. let the provider sign with the new one, unless it does so already',
    `2. see when the previous one was last used: ${again('list')}`,
    `3. once it has not been used for 24 hours, end its life: ${again('rotate', id, '--finish')}`,
  ];
}

async function finish(target: Target, source: Source, options: Options): Promise<void> {
  const versions = await storedVersions(target, source, { withDeprecated: false });
  const previous = versions.find(({ stage }) => stage === 'AWSPREVIOUS');
  if (previous === undefined)
    throw new OperationFailed(`${source.id} has no previous secret: there is nothing to finish`);
  if (!options.force)
    await refuseWhileInUse(target, source, {
      used: (at) =>
        `the previous secret of ${source.id} verified a delivery at ${at}: wait until it has not been used for 24 hours, or add --force`,
      unknown:
        'no record says which secret the CDN shows: see to it that it is the new one, then add --force',
    });
  await endPrevious(target, source, previous.versionId);
  if (options.json) printJson({ source: source.id, finished: true });
  else
    printLine(
      `the previous secret of ${source.id} has ended; functions that have it in memory forget it within five minutes`,
    );
}

const dayMs = 86_400_000;

interface Refusals {
  readonly used: (at: string) => string;
  readonly unknown: string;
}

/** @throws OperationFailed when the previous version verified a delivery of the last 24 hours, or when no record would say so. */
async function refuseWhileInUse(target: Target, source: Source, refusals: Refusals): Promise<void> {
  const { hasPrevious, ...versions } = await secretVersions(target, source);
  if (!hasPrevious) return;
  if (source.id === originId) throw new OperationFailed(refusals.unknown);
  const lookBack = { sinceId: encodeTime(Date.now() - dayMs, 10), graceMs: minutesToMs(5) };
  const at = await lastUseOfPrevious(readerOf(target), source.id, versions, lookBack);
  if (at !== undefined) throw new OperationFailed(refusals.used(at));
}
