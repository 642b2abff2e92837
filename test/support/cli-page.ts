import type { Command } from 'commander';
import { nameOf } from '../../cli/command-tree.ts';
import { guideOf, type JsonObject } from '../../cli/guide.ts';
import { createProgram } from '../../cli/program.ts';
import { recordColumnsInOrder } from '../../cli/record-fields.ts';

/** What a command says of itself. */
export interface DescribedCommand {
  /** As it is typed, `sallyport` included. */
  readonly name: string;
  readonly description: string;
  readonly help: string;
  readonly options: readonly string[];
  /** What it prints with `--json`. */
  readonly json: readonly JsonObject[];
}

/** Every command that does something, in the order of the page; those that nobody is to type apart. */
export const describedCommands = (): readonly DescribedCommand[] =>
  leavesOf(createProgram()).map((command) => ({
    name: nameOf(command),
    description: command.description(),
    help: helpOf(command),
    options: command.options.map(({ long }) => long ?? ''),
    json: guideOf(command)?.json ?? [],
  }));

const leavesOf = (command: Command): readonly Command[] => {
  const shown = command.createHelp().visibleCommands(command);
  const children = command.commands.filter((child) => shown.includes(child));
  return children.flatMap((child) => (child.commands.length > 0 ? leavesOf(child) : [child]));
};

/** The help as `--help` prints it, on a terminal of 100 columns. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trimEnd();
}

/** The page docs/cli.md. */
export function cliPage(commands: readonly DescribedCommand[]): string {
  return `${[head, ...commands.map(sectionOf)].join('\n\n')}\n`;
}

const sectionOf = ({ name, help }: DescribedCommand): string =>
  `## ${name}\n\n\`\`\`\n${help}\n\`\`\``;

/** By name, and with the types that Parquet gives them. */
function columnTable(): string {
  const types = {
    text: 'text',
    json: 'JSON text',
    instant: 'timestamp',
    count: 'INT32',
    size: 'INT64',
  };
  const rows = recordColumnsInOrder.map(({ name, kind }) => `| \`${name}\` | ${types[kind]} |`);
  return ['| column | Parquet |', '|---|---|', ...rows].join('\n');
}

const head = `# The command line

*Written by \`npm run cli-docs\` from the commands themselves.*

\`npx sallyport …\` works on the local run (\`--data DIR\` names its folder), or on a deployed stack (\`--stack NAME\`, with \`--profile\` and \`--region\`), whose configuration it reads from \`--config\`. \`sallyport help COMMAND\` and \`--help\` print what stands here.

## Exit codes

| code | meaning |
|---|---|
| 0 | done; also when the reader of the output has gone (\`\\| head\`) |
| 1 | the operation failed, was interrupted, or found what it looked for: \`doctor\` a failure, \`audit verify\` a broken record |
| 2 | the command cannot be carried out as given; nothing was changed |
| 130 | ended by a second Ctrl-C; or questions that were not answered |

Errors are one line on standard error: what is wrong, the value, what was expected, what to do. Progress is on standard error too, so that standard output can be piped. The first Ctrl-C ends a long operation between two records and says with which command it goes on.

## --json

One JSON object a line on standard output, and nothing else there. Field names are stable: they are changed on purpose only, and the changelog says so; new ones may come. Each command below names its fields, and a test holds what it prints against that. Instants are ISO 8601 in UTC. Without \`--json\`, what a sender wrote is shown with control characters, and those that steer the direction of text, as escapes.

## Environment

| variable | what it does |
|---|---|
| \`AWS_PROFILE\`, \`AWS_REGION\`, \`AWS_ACCESS_KEY_ID\`, \`AWS_SECRET_ACCESS_KEY\`, \`AWS_SESSION_TOKEN\` and the others of the AWS SDK | which account and Region \`--stack\` is in; \`--profile\` and \`--region\` go before them |
| \`STRIPE_API_KEY\`, \`GITHUB_TOKEN\` | the keys that \`reconcile\` asks the provider with |
| \`NO_COLOR\` | no colours; there are none anyway where standard output is no terminal |
| \`FORCE_COLOR\` | colours although it is none |

Values of secrets are read from standard input, never from the command line, and stand in no error or log.

## Completion

\`\`\`sh
alias sallyport='npx sallyport'                            # unless it is in the path
source <(npx sallyport completion bash)                    # in ~/.bashrc
npx sallyport completion zsh > ~/.zfunc/_sallyport         # ~/.zfunc being in fpath
npx sallyport completion fish > ~/.config/fish/completions/sallyport.fish
npx sallyport completion powershell | Out-String | Invoke-Expression
\`\`\`

Commands, options, their choices, names of files, and the sources of the local run or else of the configuration. The bash script needs no further package.

## Exported records

\`audit export\` writes the columns below, in this order; new ones come last. JSON Lines is what \`audit list --json\` prints. In CSV an absent value is an empty cell; **a cell that begins with \`=\`, \`+\`, \`-\`, \`@\`, a tab or a line break gets an apostrophe in front**, because spreadsheets run such cells as formulas and senders choose what stands in ids and headers ([OWASP](https://owasp.org/www-community/attacks/CSV_Injection)): take it off again where you need the exact text, or read another format. A broken-off JSON Lines or CSV file ends with a whole record, and \`--resume\` goes on behind it. A Parquet file has its name only once it is whole; until then it is \`FILE.partial\`. Records of the last seconds may not be visible yet.

${columnTable()}

## Verified records

\`audit verify\` reads each record as it is stored and says of it:

| field | value | meaning |
|---|---|---|
| \`body\` | \`intact\` | it decompresses, and has the size and digest on record |
| | \`erased\`, \`not-kept\`, \`expired\` | an operator had it erased; none is kept of such a record; its time is over |
| | \`broken\` | it is missing, or another |
| \`record\` | \`coherent\` | state, key, checks, reason, attempts, history and outcome agree, and the event of a duplicate or conflict is there; an answer and its callback, an expiry, and a tenant and its key agree, too |
| | \`broken\` | they do not, or a way to a destination says other than its event, or an event was forwarded and no way is there |
| \`signature\` | \`holds\` | it verifies once more under a secret that is live now |
| | \`not-checkable\` | \`why\`: the secret has gone, no body is kept, a value was redacted, the sender publishes its keys, the tenant was deleted, the address was signed with the token of a callback … |
| | \`fails\` | it would have to hold: the very version of the secret that verified it is live, and the request is kept as it was |
| | \`none\` | no signature was checked when it was received: nobody sent an expiry, and the signature of a way is that of its event |

A record is broken when \`problems\` names one. Instants may be a quarter of an hour out of order, for clocks differ. Who may write to the table, its keys and the secrets can still make a record that is coherent: this finds damage and clumsy hands, and whoever lacks the secrets. What it needs beyond \`audit list\`: \`dynamodb:GetItem\`, \`s3:GetObject\`, and for signatures \`secretsmanager:GetSecretValue\` and \`secretsmanager:ListSecretVersionIds\`; without these two it verifies all the rest. The index is gone through twice, once to count.

The ways of an event to its destinations are in no index: over a range each event is asked for them, by one \`dynamodb:Query\` of the table, and they come behind it. Ids that are named are verified as they are, \`ID/DESTINATION\` too. The body of a way is that of its event, so it is \`not-kept\`; size and digest must be the event's. The token of a callback is kept nowhere, so nobody can check that an answer had it: its check, its key and its name must agree.`;
