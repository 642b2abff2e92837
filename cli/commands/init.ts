import type { Command } from 'commander';
import type { DefineCommand } from '../command.ts';
import { UsageError } from '../failure.ts';
import { withGuide } from '../guide.ts';
import { Stopped } from '../init/asker.ts';
import type { ScriptedOptions } from '../init/scripted.ts';

type Options = ScriptedOptions & { readonly yes?: boolean };

export const init: DefineCommand = (program) => {
  const command = describingSources(program.command('init'))
    .description('write a configuration: asks which sources there are, or takes them from options')
    .option('--config <file>', 'file to write, .ts or .json', 'receiver.config.ts')
    .option('--yes', 'ask nothing: the options say it all')
    .option('--force', 'with --yes: replace the file if it is there')
    .option('--json', 'with --yes: one JSON object')
    .action(run);
  withGuide(command, {
    examples: [
      'sallyport init',
      'sallyport init --yes --source stripe --source stripe-eu=stripe',
      'sallyport init --yes --source bank --allow bank=203.0.113.45,198.51.100.0/24 \\\n    --token bank=X-Secret --hmac bank=X-Signature:sha256:hex --event-id bank=json:id',
    ],
    json: [{ each: 'what was written', fields: ['config', 'sources', 'next'] }],
  });
};

const describingSources = (command: Command): Command =>
  [
    [
      '--source <id[=provider]>',
      'a source, of the preset of its id unless one is named; "other": of none',
    ],
    ['--allow <source=cidrs>', 'addresses and CIDR ranges, or "published"'],
    ['--token <source=place>', 'shared secret: HEADER[:PREFIX], query:NAME, path or basic'],
    ['--hmac <source=header>', 'signature: HEADER[:ALGORITHM[:ENCODING[:PREFIX]]]'],
    ['--public-url <source=url>', 'address that the sender was given, where it signs that'],
    ['--setting <source.name=value>', 'what a preset asks for beside secrets'],
    ['--event-id <source=place>', 'json:PATH, header:NAME, query:NAME, form:NAME or none'],
    ['--event-type <source=place>', 'json:PATH, header:NAME, query:NAME or form:NAME'],
  ].reduce(
    (described, [flags = '', text]) => described.option(flags, `${text} (repeatable)`, collected),
    command,
  );

const collected = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/** What it takes is loaded here, for no other command needs it. */
async function run(options: Options): Promise<void> {
  if (options.yes) {
    const { initByOptions } = await import('../init/scripted.ts');
    return initByOptions(options);
  }
  refuseIdleOptions(options);
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new UsageError(
      'init asks questions, and there is no terminal: add --yes and --source ID[=PROVIDER], see sallyport init --help',
    );
  const { dialog } = await import('../init/dialog.ts');
  const { terminalAsker } = await import('../init/terminal-asker.ts');
  try {
    await dialog(terminalAsker(), options.config);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    process.stderr.write('sallyport: stopped: nothing was written\n');
    process.exitCode = 130;
  }
}

/** Options that only mean something where nothing is asked. */
function refuseIdleOptions({ config: _config, yes: _yes, ...others }: Options): void {
  const [given] = Object.keys(others);
  if (given === undefined) return;
  const name = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--${name} is for scripts: add --yes, or leave it out and answer questions`);
}
