import { createReadStream } from 'node:fs';

/** What is known of the rows of a text file, read once and in pieces. */
export interface Rows {
  readonly first?: string;
  readonly last?: string;
  readonly count: number;
  /** Size of the file. */
  readonly bytes: number;
  /** Where the last whole row ends: what stands behind it was cut off. */
  readonly endsAt: number;
}

const lineFeed = 0x0a;
const quote = 0x22;

/**
 * Finds the last whole row of a file. `quoted` is for CSV, where a line break between quotation marks is part of its row.
 * @throws Error of Node where the file cannot be read.
 */
export async function findRows(
  path: string,
  { quoted }: { readonly quoted: boolean },
): Promise<Rows> {
  const rows = new RowFinder(quoted);
  for await (const chunk of createReadStream(path)) rows.take(chunk);
  return rows.found();
}

class RowFinder {
  readonly #isQuoting: boolean;
  #isInside = false;
  /** Bytes of the row that has not ended yet. */
  #open: Uint8Array[] = [];
  #first: string | undefined;
  #last: string | undefined;
  #count = 0;
  #taken = 0;
  #endsAt = 0;

  constructor(quoted: boolean) {
    this.#isQuoting = quoted;
  }

  take(chunk: Uint8Array): void {
    let begin = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === quote && this.#isQuoting) this.#isInside = !this.#isInside;
      if (byte !== lineFeed || this.#isInside) continue;
      this.#end(chunk.subarray(begin, at));
      begin = at + 1;
      this.#endsAt = this.#taken + begin;
    }
    this.#open.push(chunk.slice(begin));
    this.#taken += chunk.length;
  }

  #end(rest: Uint8Array): void {
    this.#last = Buffer.concat([...this.#open, rest]).toString('utf8');
    this.#open = [];
    this.#first ??= this.#last;
    this.#count += 1;
  }

  found(): Rows {
    return {
      ...(this.#first === undefined ? {} : { first: this.#first }),
      ...(this.#last === undefined ? {} : { last: this.#last }),
      count: this.#count,
      bytes: this.#taken,
      endsAt: this.#endsAt,
    };
  }
}
