/** One of several answers. */
export interface Choice<Value> {
  readonly value: Value;
  readonly name: string;
  /** Shown while the choice is looked at. */
  readonly description?: string;
  /** Shown once it is taken; the name, unless given. */
  readonly short?: string;
  /** Why it cannot be taken. */
  readonly disabled?: string;
}

interface Text {
  /** Answer of somebody who just presses Enter. */
  readonly default?: string;
  /** White space at the ends is part of the answer. */
  readonly keepSpace?: boolean;
  /** What is wrong with the answer; undefined where nothing is. */
  readonly problem?: (answer: string) => string | undefined | Promise<string | undefined>;
}

/** Who answers questions: a person at a terminal, or a test. Every question rejects with `Stopped` when the person wants no more. */
export interface Asker {
  choose<Value>(message: string, choices: readonly Choice<Value>[]): Promise<Value>;
  /** A choice among many, narrowed down by typing. */
  search<Value>(message: string, find: (term: string) => readonly Choice<Value>[]): Promise<Value>;
  text(message: string, options?: Text): Promise<string>;
  confirm(message: string, unless: { readonly default: boolean }): Promise<boolean>;
  /** Shows text that asks nothing. */
  say(text: string): void;
}

/** Ctrl-C, or the end of the input, in place of an answer. */
export class Stopped extends Error {}
