import type { Command } from 'commander';
import { UsageError } from './failure.ts';

/**
 * The command of this name, such as `audit list`.
 * @throws UsageError when there is none.
 */
export function findCommand(program: Command, names: readonly string[]): Command {
  let command = program;
  for (const name of names) {
    const next = command.commands.find((one) => one.name() === name);
    if (next === undefined) {
      throw new UsageError(
        `no command "${names.join(' ')}": ${nameOf(command)} has ${verbsOf(command)}`,
      );
    }
    command = next;
  }
  return command;
}

/** The command as it is typed, `sallyport` included. */
export const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

/** What can follow a noun, in one line. */
export const verbsOf = (command: Command): string =>
  command
    .createHelp()
    .visibleCommands(command)
    .map((child) => child.name())
    .filter((name) => name !== 'help')
    .join(', ');
