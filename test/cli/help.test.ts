import { readFileSync } from 'node:fs';
import type { DescribedCommand } from '../support/cli-page.ts';
import { expectRefused } from '../support/command.ts';
import { describeCommands } from '../support/described-commands.ts';
import { run } from '../support/local-run.ts';

/* What the command line says of itself, and of what it does not understand. */

const sallyport = (...args: readonly string[]) => run('node', ['bin/sallyport.cjs', ...args]);

let page: string;
let commands: readonly DescribedCommand[];

beforeAll(async () => {
  ({ page, commands } = await describeCommands());
});

test('docs/cli.md says what the commands say: npm run cli-docs', () => {
  expect(readFileSync('docs/cli.md', 'utf8')).toBe(page);
});

test('every command says what it does, and how, and what it prints as JSON', () => {
  expect(commands.length).toBeGreaterThan(20);
  expect(commands.filter(({ description }) => description === '')).toEqual([]);
  const examples = ({ name, help }: DescribedCommand) =>
    new RegExp(`\\nExamples?:\\n(  .*\\n)*  [^\\n]*${name} ?`).test(`${help}\n`);
  expect(commands.filter((one) => !examples(one)).map(({ name }) => name)).toEqual([]);
  const mute = commands.filter(
    ({ options, json }) => options.includes('--json') && json.length === 0,
  );
  expect(mute.map(({ name }) => name)).toEqual([]);
});

test('no option of help or docs shows a time or a folder of the machine that wrote it', () => {
  expect(page).not.toMatch(/default: "?20\d\d-/);
  expect(page).not.toContain(process.cwd());
});

test.each<[string, readonly string[]]>([
  ['no argument is given', []],
  ['help is asked for', ['help']],
  ['help is asked for by an option', ['--help']],
])('the help stands on standard output when %s', async (_when, args) => {
  const { code, stdout, stderr } = await sallyport(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: sallyport /);
  for (const noun of ['audit', 'secrets', 'doctor', 'completion']) expect(stdout).toContain(noun);
  expect(stdout).not.toMatch(/^ {2}complete /m);
});

test('help shows a command below a noun', async () => {
  const { stdout } = await sallyport('help', 'audit', 'export');
  expect(stdout).toMatch(/^Usage: sallyport audit export /);
  expect(stdout).toBe((await sallyport('audit', 'export', '--help')).stdout);
});

test.each<[string, readonly string[], string]>([
  [
    'a noun has no verb',
    ['audit'],
    'sallyport audit takes one of explain, export, list, show, tail, verify: add it',
  ],
  ['a command is misspelt', ['doctro'], "unknown command 'doctro' (Did you mean doctor?)"],
  ['a verb is misspelt', ['audit', 'lsit'], "unknown command 'lsit' (Did you mean list?)"],
  [
    'an option is misspelt',
    ['audit', 'list', '--jsno'],
    "unknown option '--jsno' (Did you mean --json?)",
  ],
  ['nothing is like it', ['frobnicate'], "unknown command 'frobnicate': see sallyport --help"],
  [
    'help is asked for what is not',
    ['help', 'audit', 'nope'],
    'no command "audit nope": sallyport audit has explain, export',
  ],
  ['an argument is missing', ['send'], "missing required argument 'source'"],
  ['there are too many', ['doctor', 'x'], 'too many arguments'],
  ['a shell is unknown', ['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish, powershell'],
])('one line says what is wrong, with exit code 2, when %s', async (_when, args, text) => {
  expectRefused(await sallyport(...args), 2, text);
});
