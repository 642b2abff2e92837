import { Command } from 'commander';
import * as commands from './commands/all.ts';
import { writeUsageError } from './failure.ts';

/** The whole command line as a tree: `sallyport`, its nouns, their verbs. */
export function createProgram(): Command {
  const program = new Command('sallyport')
    .description(
      'Operate a Sallyport receiver: the local run, or a deployed stack with --stack NAME',
    )
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: writeUsageError });
  for (const define of Object.values(commands)) define(program);
  exitByException(program);
  return program;
}

/** Sub-commands do not inherit how their parent ends. */
function exitByException(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride().configureOutput(command.configureOutput());
    exitByException(child);
  }
}
