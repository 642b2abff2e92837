import { createWriteStream, type WriteStream } from 'node:fs';
import { printable } from '../cli/output.ts';

/** Where the functions' log lines go: whole into a file, and shortened to the terminal. */
export class FunctionLog {
  readonly #file: WriteStream;

  constructor(path: string) {
    this.#file = createWriteStream(path, { flags: 'a' });
  }

  readonly write = (line: string): void => {
    this.#file.write(`${line}\n`);
    const short = shorten(line);
    if (short !== undefined) process.stdout.write(`${short}\n`);
  };

  close(): Promise<void> {
    return new Promise((resolve) => this.#file.end(() => resolve()));
  }
}

/** Fields that the terminal shows of each kind of log line; a line without any of them stays in the file. */
const shownFields: Readonly<Record<string, readonly string[]>> = {
  request: ['source', 'verdict', 'reason', 'id'],
  'request failed': ['source', 'error', 'cause'],
  attempt: ['source', 'result', 'error', 'recordId'],
  'dead letter': ['source', 'result', 'error', 'recordId'],
};

/** A function's own log line in short, or undefined; a handler's output as it is, made safe for the terminal. */
function shorten(line: string): string | undefined {
  const entry = parse(line);
  if (entry?.['_aws'] === undefined) return printable(line);
  const kind = String(entry['message']);
  const fields = shownFields[kind]
    ?.map((name) => entry[name])
    .filter((value) => value !== undefined);
  return fields === undefined ? undefined : printable([kind, ...fields].join('  '));
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
