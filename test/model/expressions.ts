import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/*
 * DynamoDB's condition and update expressions, as far as the product writes them, over items in the wire's own form.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html (2026-11-24)
 */

export type Item = Readonly<Record<string, AttributeValue>>;
export type Values = Readonly<Record<string, AttributeValue>>;

type Operand = (item: Item, values: Values) => AttributeValue | undefined;
type Condition = (item: Item, values: Values) => boolean;
type Change = (before: Item, after: Record<string, AttributeValue>, values: Values) => void;

const tokenPattern = /\s*(<>|<=|>=|[()=<>,+]|[#:]?[A-Za-z_]\w*)/y;

class Tokens {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    const tokens: string[] = [];
    tokenPattern.lastIndex = 0;
    for (const rest = text.trimEnd(); tokenPattern.lastIndex < rest.length; ) {
      const from = tokenPattern.lastIndex;
      const token = tokenPattern.exec(rest)?.[1];
      if (token === undefined) throw new Error(`not understood at ${from}: ${text}`);
      tokens.push(token);
    }
    this.#tokens = tokens;
  }

  peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error('the expression ends early');
    return token;
  }

  /** Takes this token if it is next. */
  take(token: string): boolean {
    const isNext = this.peek() === token;
    if (isNext) this.#at += 1;
    return isNext;
  }

  demand(token: string): void {
    const found = this.next();
    if (found !== token) throw new Error(`expected ${token}, found ${found}`);
  }
}

const numberOf = (value: AttributeValue | undefined): number | undefined =>
  value?.N === undefined ? undefined : Number(value.N);

function isEqual(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.N === undefined ? JSON.stringify(a) === JSON.stringify(b) : numberOf(a) === numberOf(b);
}

/** A comparison with what is not there, or is of another type, does not hold; but `<>` does. */
function compare(operator: string, a: AttributeValue | undefined, b: AttributeValue | undefined) {
  if (operator === '=') return isEqual(a, b);
  if (operator === '<>') return !isEqual(a, b);
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left === undefined || right === undefined) return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  if (operator === '>') return left > right;
  return left >= right;
}

function sizeOf(value: AttributeValue | undefined): AttributeValue | undefined {
  const size = value?.L?.length ?? value?.S?.length ?? value?.B?.byteLength;
  return size === undefined ? undefined : { N: String(size) };
}

function path(token: string, names: Readonly<Record<string, string>>): string {
  if (!token.startsWith('#')) return token;
  const name = names[token];
  if (name === undefined) throw new Error(`${token} stands for nothing`);
  return name;
}

function boundValue(token: string, values: Values): AttributeValue {
  const value = values[token];
  if (value === undefined) throw new Error(`${token} has no value`);
  return value;
}

class Parser {
  readonly #tokens: Tokens;
  readonly #names: Readonly<Record<string, string>>;

  constructor(text: string, names: Readonly<Record<string, string>>) {
    this.#tokens = new Tokens(text);
    this.#names = names;
  }

  condition(): Condition {
    const condition = this.#or();
    if (this.#tokens.peek() !== undefined) throw new Error(`${this.#tokens.peek()} is left over`);
    return condition;
  }

  #or(): Condition {
    const parts = [this.#and()];
    while (this.#tokens.take('OR')) parts.push(this.#and());
    return (item, values) => parts.some((part) => part(item, values));
  }

  #and(): Condition {
    const parts = [this.#term()];
    while (this.#tokens.take('AND')) parts.push(this.#term());
    return (item, values) => parts.every((part) => part(item, values));
  }

  #term(): Condition {
    if (this.#tokens.take('(')) {
      const inner = this.#or();
      this.#tokens.demand(')');
      return inner;
    }
    for (const [name, isThere] of [
      ['attribute_exists', true],
      ['attribute_not_exists', false],
    ] as const) {
      if (!this.#tokens.take(name)) continue;
      const attribute = this.#bracketed();
      return (item) => (item[attribute] !== undefined) === isThere;
    }
    const left = this.#operand();
    const operator = this.#tokens.next();
    const right = this.#operand();
    return (item, values) => compare(operator, left(item, values), right(item, values));
  }

  #bracketed(): string {
    this.#tokens.demand('(');
    const attribute = path(this.#tokens.next(), this.#names);
    this.#tokens.demand(')');
    return attribute;
  }

  #operand(): Operand {
    if (this.#tokens.take('size')) {
      const attribute = this.#bracketed();
      return (item) => sizeOf(item[attribute]);
    }
    if (this.#tokens.take('if_not_exists')) {
      this.#tokens.demand('(');
      const attribute = path(this.#tokens.next(), this.#names);
      this.#tokens.demand(',');
      const otherwise = this.#operand();
      this.#tokens.demand(')');
      return (item, values) => item[attribute] ?? otherwise(item, values);
    }
    if (this.#tokens.take('list_append')) {
      this.#tokens.demand('(');
      const first = this.#operand();
      this.#tokens.demand(',');
      const second = this.#operand();
      this.#tokens.demand(')');
      return (item, values) => ({
        L: [first, second].flatMap((list) => list(item, values)?.L ?? []),
      });
    }
    const token = this.#tokens.next();
    if (token.startsWith(':')) return (_item, values) => boundValue(token, values);
    const attribute = path(token, this.#names);
    return (item) => item[attribute];
  }

  update(): readonly Change[] {
    const changes: Change[] = [];
    while (this.#tokens.peek() !== undefined) {
      const section = this.#tokens.next();
      do changes.push(this.#change(section));
      while (this.#tokens.take(','));
    }
    return changes;
  }

  #change(section: string): Change {
    const attribute = path(this.#tokens.next(), this.#names);
    if (section === 'REMOVE') {
      return (_before, after) => {
        delete after[attribute];
      };
    }
    if (section === 'ADD') {
      const token = this.#tokens.next();
      return (before, after, values) => {
        const sum = (numberOf(before[attribute]) ?? 0) + (numberOf(boundValue(token, values)) ?? 0);
        after[attribute] = { N: String(sum) };
      };
    }
    if (section !== 'SET') throw new Error(`${section} is no section`);
    this.#tokens.demand('=');
    const operand = this.#operand();
    return (before, after, values) => {
      const value = operand(before, values);
      if (value === undefined) throw new Error(`${attribute} would be set to nothing`);
      after[attribute] = value;
    };
  }
}

function cached<Parsed>(parse: (text: string, names: Readonly<Record<string, string>>) => Parsed) {
  const known = new Map<string, Parsed>();
  return (text: string, names: Readonly<Record<string, string>> = {}): Parsed => {
    const found = known.get(text) ?? parse(text, names);
    known.set(text, found);
    return found;
  };
}

const conditionOf = cached((text, names) => new Parser(text, names).condition());
const changesOf = cached((text, names) => new Parser(text, names).update());

/** Whether the condition holds for this item; an item that is not there has no attributes. */
export const holds = (
  text: string,
  item: Item,
  {
    names,
    values = {},
  }: { readonly names?: Record<string, string> | undefined; readonly values?: Values | undefined },
): boolean => conditionOf(text, names)(item, values);

/** The item after the update; every value is computed from the item before it. */
export function updated(
  text: string,
  before: Item,
  {
    names,
    values = {},
  }: { readonly names?: Record<string, string> | undefined; readonly values?: Values | undefined },
): Item {
  const after: Record<string, AttributeValue> = { ...before };
  for (const change of changesOf(text, names)) change(before, after, values);
  return after;
}
