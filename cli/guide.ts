import type { Command } from 'commander';
import { recordColumnsInOrder } from './record-fields.ts';

/** One sort of object that a command prints with `--json`. */
export interface JsonObject {
  /** What it stands for, such as `a record`. */
  readonly each: string;
  /** Its fields. Names are stable; one that ends in `?` may be missing. */
  readonly fields: readonly string[];
}

/** What the help of a command says beyond its arguments and options. */
export interface Guide {
  /** At least one, as it is typed. */
  readonly examples: readonly string[];
  readonly json?: readonly JsonObject[];
  /** Sentences that whoever uses the command must know. */
  readonly notes?: readonly string[];
}

const guides = new WeakMap<Command, Guide>();

/** Adds the guide to the command's help. */
export function withGuide(command: Command, guide: Guide): Command {
  guides.set(command, guide);
  return command.addHelpText('after', textOf(guide));
}

/** The guide that the command was given. */
export const guideOf = (command: Command): Guide | undefined => guides.get(command);

/** An audit record, as several commands print it. */
export const jsonRecord: JsonObject = {
  each: 'a record',
  fields: recordColumnsInOrder.map(({ name, isOptional }) => `${name}${isOptional ? '?' : ''}`),
};

const width = 80;

function textOf({ examples, json = [], notes = [] }: Guide): string {
  const titled = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[title, ...lines].join('\n')];
  return [
    ...notes.map((note) => wrapped(note, '', '')),
    ...titled(
      examples.length > 1 ? 'Examples:' : 'Example:',
      examples.map((one) => `  ${one}`),
    ),
    ...titled(
      'With --json, one object a line; a field with ? may be missing:',
      json.map(({ each, fields }) => wrapped(`${each}: ${fields.join(', ')}`, '  ', '    ')),
    ),
  ]
    .map((paragraph) => `\n${paragraph}`)
    .join('\n');
}

/** Broken at blanks, with these indents of the first line and of the others. */
function wrapped(text: string, first: string, others: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && `${line} ${word}`.length > width) {
      lines.push(line);
      line = '';
    }
    const indent = lines.length === 0 ? first : others;
    line = line === '' ? `${indent}${word}` : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
