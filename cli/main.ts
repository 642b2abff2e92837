import { type Command, CommanderError } from 'commander';
import { ConfigError } from '../lambda/model/errors.ts';
import { nameOf, verbsOf } from './command-tree.ts';
import { UsageError } from './failure.ts';
import { createProgram } from './program.ts';

/** Runs one command. Sets the exit code: 0 done, 1 the operation failed, 2 the command cannot be carried out as given. */
export async function main(args: readonly string[]): Promise<void> {
  const program = createProgram();
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader closed the pipe (`| head`): nothing is left to say.
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    if (args.length === 0) program.outputHelp();
    else await run(program, args);
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}

async function run(program: Command, args: readonly string[]): Promise<void> {
  const noun = program.commands.find((command) => command.name() === args[0]);
  if (args.length === 1 && noun !== undefined && noun.commands.length > 0) {
    throw new UsageError(`${nameOf(noun)} takes one of ${verbsOf(noun)}: add it`);
  }
  await program.parseAsync([...args], { from: 'user' });
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
