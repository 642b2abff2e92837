import { callbackSource } from '../../lambda/callbacks/mint-for-source.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { defaultTarget } from '../command-line.ts';
import { UsageError } from '../failure.ts';
import { withGuide } from '../guide.ts';
import { mintOn } from '../mint-callback.ts';
import { printJson, printLine } from '../output.ts';
import { readSecretFromInput } from '../secret-input.ts';

type Options = CommonOptions & {
  readonly ref: string;
  readonly ttl: string;
  readonly uses?: string;
  readonly callbackData?: string;
  readonly taskTokenStdin?: boolean;
  readonly durableCallbackStdin?: boolean;
  readonly final?: string;
};

export const callbacksCreate: DefineCommand = (program) => {
  const command = subCommand(program, 'callbacks', 'create')
    .description('mint a one-time address for the answer to one call')
    .argument('<source>')
    .requiredOption('--ref <ref>', 'your name for what you wait for')
    .requiredOption('--ttl <time>', 'how long it waits: 15m, 2h, 3d or seconds')
    .option('--uses <n>', 'how many different answers it takes, 1 unless given')
    .option(
      '--callback-data <json>',
      'what the handler wants to have at hand, 2 KB of JSON at most',
    )
    .option(
      '--task-token-stdin',
      'a task of Step Functions waits: its token comes from standard input',
    )
    .option(
      '--durable-callback-stdin',
      'a durable function waits: its callback id comes from standard input',
    )
    .option('--final <json>', 'which of several answers ends the wait: an event pattern')
    .action((id: string, given: Options) => {
      const options = dataApart(given);
      return onTarget(options, async (target) => {
        const source = callbackSource(target.sources, id);
        const minted = await mintOn(target, source, await orderOf(options));
        if (options.json) return printJson(minted);
        printLine(`url      ${minted.url}`);
        printLine(`ref      ${minted.ref}`);
        printLine(`expires  ${minted.expiresAt}`);
      });
    });
  withGuide(command, {
    notes: [
      '--data with a JSON object or array is --callback-data: no data folder has such a name.',
    ],
    examples: [
      'sallyport callbacks create mpesa --ref ORDER-42 --ttl 15m --callback-data \'{"order":42}\'',
    ],
    json: [{ each: 'the callback', fields: ['url', 'ref', 'expiresAt'] }],
  });
};

/** `--data` is the data folder, here as everywhere; an object or array in its place can only be meant for the handler. */
function dataApart(options: Options): Options {
  const { data, callbackData } = options;
  if (callbackData !== undefined || !/^\s*[[{]/.test(data ?? '')) return options;
  return { ...options, data: defaultTarget.data, callbackData: data };
}

async function orderOf({ ref, ttl, uses, callbackData, final, ...waiting }: Options) {
  return {
    ref,
    ttl,
    ...(uses === undefined ? {} : { uses: /^\d+$/.test(uses) ? Number(uses) : uses }),
    ...(callbackData === undefined ? {} : { data: parsed(callbackData, '--callback-data') }),
    ...(final === undefined ? {} : { final: parsed(final, '--final') }),
    ...(await waiterOf(waiting)),
  };
}

function parsed(text: string, option: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${option} is no JSON: quote it for the shell, such as '{"order":42}'`);
  }
}

/** Tokens of workflows are secrets: they come from standard input, never from the command line. */
async function waiterOf({
  taskTokenStdin,
  durableCallbackStdin,
}: Pick<Options, 'taskTokenStdin' | 'durableCallbackStdin'>) {
  if (taskTokenStdin && durableCallbackStdin)
    throw new UsageError(
      '--task-token-stdin and --durable-callback-stdin exclude each other: one answer resumes one workflow',
    );
  if (taskTokenStdin) return { taskToken: await readSecretFromInput() };
  return durableCallbackStdin ? { durableCallbackId: await readSecretFromInput() } : {};
}
