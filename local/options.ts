import { Command } from 'commander';
import { writeUsageError } from '../cli/failure.ts';
import { parsePort } from '../cli/parse-port.ts';

export interface LocalOptions {
  readonly port: number;
  readonly consolePort: number;
  readonly data: string;
  readonly config: string;
  readonly handlers?: string;
  readonly samples: boolean;
}

/** The options of `npm start`. Prints one line and exits with 2 when they make no sense. */
export function readOptions(args: readonly string[]): LocalOptions {
  const program = new Command('npm start --')
    .description('Runs the whole receiver on this machine: no AWS account, no Docker')
    .option('--port <n>', 'port of the gateway, 0 for any free one', parsePort, 8787)
    .option('--console-port <n>', 'port of the console, 0 for any free one', parsePort, 8788)
    .option('--data <dir>', 'data folder', '.sallyport')
    .option('--config <file>', 'configuration, .ts or .json', 'receiver.config.ts')
    .option('--handlers <dir>', 'folder of handlers instead of lambda/handlers')
    .option('--no-samples', 'send no samples on the first start')
    .allowExcessArguments(false)
    .configureOutput({ outputError: writeUsageError })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  return program.parse([...args], { from: 'user' }).opts<LocalOptions>();
}
