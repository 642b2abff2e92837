import type { Argument, Command, Option } from 'commander';

/** What a shell is to offer for the word at the cursor. */
export interface Offer {
  readonly words: readonly OfferedWord[];
  /** Whether names of files are offered as well. */
  readonly files: boolean;
}

export interface OfferedWord {
  readonly word: string;
  /** One line on what it is. */
  readonly about: string;
}

/** Where the cursor stands. */
interface Position {
  readonly command: Command;
  /** Arguments of the command that stand before the cursor. */
  readonly given: readonly string[];
  /** The option whose value is being typed. */
  readonly option?: Option;
}

/**
 * What can stand where the last of the words is; it may be empty, and what is offered begins with it. `sources` is asked for names of sources
 * when one is wanted.
 */
export async function answer(
  program: Command,
  words: readonly string[],
  sources: () => Promise<readonly string[]>,
): Promise<Offer> {
  const { position, begun } = positionOf(program, words);
  const { words: offered, files } = await offerAt(position, { program, begun, sources });
  return { words: offered.filter(({ word }) => word.startsWith(begun)), files };
}

interface Asked {
  readonly program: Command;
  readonly begun: string;
  readonly sources: () => Promise<readonly string[]>;
}

async function offerAt(
  { command, given, option }: Position,
  { program, begun, sources }: Asked,
): Promise<Offer> {
  if (option !== undefined) return valuesOf(option.argChoices, option.flags, sources);
  if (begun.startsWith('-')) return only(optionsOf(command));
  if (command.name() === 'help') return only(helpTopics(program, given));
  if (command.commands.length > 0) return only(given.length === 0 ? commandsOf(command) : []);
  const argument = argumentAt(command, given.length);
  return argument === undefined
    ? only([])
    : valuesOf(argument.argChoices, `<${argument.name()}>`, sources);
}

const only = (words: readonly OfferedWord[]): Offer => ({ words, files: false });

/** What can follow these names behind `help`. */
function helpTopics(program: Command, names: readonly string[]): readonly OfferedWord[] {
  let command: Command | undefined = program;
  for (const name of names) command = command?.commands.find((one) => one.name() === name);
  return command === undefined ? [] : commandsOf(command);
}

function positionOf(
  program: Command,
  words: readonly string[],
): { readonly position: Position; readonly begun: string } {
  const before = words.slice(0, -1);
  const last = words.at(-1) ?? '';
  let position: Position = { command: program, given: [] };
  for (const word of before) position = behind(position, word);
  if (position.option !== undefined) return { position, begun: last === '=' ? '' : last };
  const [name = '', value] = last.split('=', 2);
  const option = value === undefined ? undefined : optionNamed(position.command, name);
  return option === undefined || value === undefined
    ? { position, begun: last }
    : { position: { ...position, option }, begun: value };
}

/** The position behind one more word. */
function behind({ command, given, option }: Position, word: string): Position {
  // Shells split `--status=done` at its sign.
  if (option !== undefined) return word === '=' ? { command, given, option } : { command, given };
  if (word.startsWith('-')) {
    const named = word.includes('=') ? undefined : optionNamed(command, word);
    return named?.required ? { command, given, option: named } : { command, given };
  }
  const child = command.commands.find((one) => one.name() === word);
  return child === undefined ? { command, given: [...given, word] } : { command: child, given: [] };
}

const optionNamed = (command: Command, name: string): Option | undefined =>
  command.options.find(({ long, short }) => name === long || name === short);

function argumentAt(command: Command, given: number): Argument | undefined {
  const all = command.registeredArguments;
  const last = all.at(-1);
  return all[given] ?? (last?.variadic ? last : undefined);
}

const optionsOf = (command: Command): readonly OfferedWord[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long ? [{ word: long, about: description }] : []));

const commandsOf = (command: Command): readonly OfferedWord[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .map((child) => ({ word: child.name(), about: child.description() }));

/** What an option or argument takes, by its choices or by what it calls its value. */
async function valuesOf(
  choices: readonly string[] | undefined,
  flags: string,
  sources: () => Promise<readonly string[]>,
): Promise<Offer> {
  if (choices !== undefined) return { words: choices.map(plain), files: false };
  if (/<source>/.test(flags)) return { words: (await sources()).map(plain), files: false };
  return { words: [], files: /<(file|dir|folder)\b/.test(flags) };
}

const plain = (word: string): OfferedWord => ({ word, about: '' });
