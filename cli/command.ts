import type { Command } from 'commander';
import { defaultTarget } from './command-line.ts';
import { nouns } from './nouns.ts';
import { openTarget, type Target, type TargetOptions } from './target.ts';

/** One file in `commands/` exports one of these: it declares the command and its work. */
export type DefineCommand = (program: Command) => void;

/** The sub-command of a noun (`audit list`), with the options that every command shares. */
export const subCommand = (program: Command, noun: string, verb: string): Command =>
  withTargetOptions(bareSubCommand(program, noun, verb));

/** The sub-command of a noun, for what needs no receiver. */
export function bareSubCommand(program: Command, noun: string, verb: string): Command {
  const group =
    program.commands.find((command) => command.name() === noun) ??
    program.command(noun).description(nouns[noun] ?? '');
  return group.command(verb);
}

export function withTargetOptions(command: Command): Command {
  return command
    .option('--data <dir>', 'data folder of the local run', defaultTarget.data)
    .option('--stack <name>', 'a deployed stack instead of the local run')
    .option('--profile <name>', 'AWS profile for --stack')
    .option('--region <name>', 'AWS Region for --stack')
    .option(
      '--config <file>',
      'configuration that the stack was deployed with',
      defaultTarget.config,
    )
    .option('--json', 'one JSON object a line');
}

export type CommonOptions = TargetOptions & { readonly json?: boolean };

/** Runs `work` on the target that the options name. */
export async function onTarget<Options extends CommonOptions>(
  options: Options,
  work: (target: Target) => Promise<void>,
): Promise<void> {
  await work(await openTarget(options));
}
