import { Command, CommanderError } from 'commander';
import { ConfigError } from '../lambda/model/errors.ts';
import * as commands from './commands/all.ts';
import { UsageError, writeUsageError } from './failure.ts';

/** Runs one command. Sets the exit code: 0 done, 1 the operation failed, 2 the command cannot be carried out as given. */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command('sallyport')
    .description(
      'Operate a Sallyport receiver: the local run, or a deployed stack with --stack NAME',
    )
    .exitOverride()
    .configureOutput({ outputError: writeUsageError });
  for (const define of Object.values(commands)) define(program);
  exitByException(program);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader closed the pipe (`| head`): nothing is left to say.
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}

/** Sub-commands do not inherit how their parent ends. */
function exitByException(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride().configureOutput(command.configureOutput());
    exitByException(child);
  }
}

function reportFailure(error: unknown): 0 | 1 | 2 {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ConfigError) {
    for (const problem of error.problems) process.stderr.write(`sallyport: ${problem}\n`);
    return 2;
  }
  const text = error instanceof Error ? error.message || error.name : String(error);
  process.stderr.write(`sallyport: ${text}\n`);
  return error instanceof UsageError ? 2 : 1;
}
