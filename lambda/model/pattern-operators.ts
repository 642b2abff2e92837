import { addressMatcher, canonicalAddress, parseAddressRange } from './address-range.ts';
import { matchesWildcard, wildcardProblem } from './wildcard.ts';

/** A value that holds no others. */
export type Leaf = string | number | boolean | null;

type Test = (leaf: Leaf) => boolean;

/** What stands behind an operator's name, made into a test of values; a text says what is wrong with it. */
export type PatternOperator = (operand: unknown) => Test | string;

type Compare = (operand: string, leaf: string) => boolean;

const onText =
  (compare: Compare, operand: string): Test =>
  (leaf) =>
    typeof leaf === 'string' && compare(operand, leaf);

const folded = (text: string): string => text.toLowerCase();

const equalsIgnoreCase: PatternOperator = (operand) =>
  typeof operand === 'string'
    ? onText((text, leaf) => folded(leaf) === text, folded(operand))
    : `expected a text, not ${shown(operand)}`;

const wildcard: PatternOperator = (operand) => {
  if (typeof operand !== 'string') return `expected a text, not ${shown(operand)}`;
  return wildcardProblem(operand) ?? onText(matchesWildcard, operand);
};

/** The operator, which also takes `{ "equals-ignore-case": TEXT }`. */
const foldable =
  (compare: Compare): PatternOperator =>
  (operand) => {
    if (typeof operand === 'string') return onText(compare, operand);
    const [name, text, ...more] = isRecord(operand) ? Object.entries(operand).flat() : [];
    return name === 'equals-ignore-case' && typeof text === 'string' && more.length === 0
      ? onText((start, leaf) => compare(start, folded(leaf)), folded(text))
      : `expected a text, or { "equals-ignore-case": TEXT }, not ${shown(operand)}`;
  };

const prefix = foldable((start, leaf) => leaf.startsWith(start));
const suffix = foldable((end, leaf) => leaf.endsWith(end));

const comparisons: Readonly<Record<string, (leaf: number, bound: number) => boolean>> = {
  '=': (leaf, bound) => leaf === bound,
  '<': (leaf, bound) => leaf < bound,
  '<=': (leaf, bound) => leaf <= bound,
  '>': (leaf, bound) => leaf > bound,
  '>=': (leaf, bound) => leaf >= bound,
};

/** One comparison, or a lower bound and an upper one. */
const numericForms = /^(?:=|[<>]=?|>=? <=?)$/;

const numeric: PatternOperator = (operand) => {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : [];
  const names = parts.filter((_part, at) => at % 2 === 0);
  const bounds = parts.filter((_part, at) => at % 2 === 1).filter(isNumber);
  if (2 * bounds.length !== parts.length || !numericForms.test(names.map(String).join(' ')))
    return `expected a comparison such as ["=", 5], ["<", 10] or [">", 0, "<=", 5], not ${shown(operand)}`;
  const [low = 0, high = Infinity] = bounds;
  if (low >= high) return `the lower bound ${low} is not below the upper one ${high}`;
  return (leaf) =>
    isNumber(leaf) &&
    bounds.every((bound, at) => comparisons[String(names[at])]?.(leaf, bound) === true);
};

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

const cidr: PatternOperator = (operand) => {
  if (typeof operand !== 'string' || parseAddressRange(operand) === undefined)
    return `expected a range such as 10.0.0.0/24 or 2001:db8::/32, not ${shown(operand)}`;
  const isInside = addressMatcher([operand]);
  return (leaf) => typeof leaf === 'string' && isInside(canonicalAddress(leaf) ?? '');
};

/** Operators that `anything-but` turns round. */
const negatable: Readonly<Record<string, PatternOperator>> = {
  prefix,
  suffix,
  'equals-ignore-case': equalsIgnoreCase,
  wildcard,
};

const anythingBut: PatternOperator = (operand) => {
  if (isRecord(operand)) return nothingOf(operand);
  const values: readonly unknown[] = [operand].flat();
  const kinds = new Set(values.map((value) => typeof value));
  if (kinds.size !== 1 || !(kinds.has('string') || kinds.has('number')))
    return `expected a text, a number, a list of either, or one of ${Object.keys(negatable).join(', ')}, not ${shown(operand)}`;
  return (leaf) => !values.includes(leaf);
};

/** What none of the operands of one operator takes. */
function nothingOf(operand: JsonRecord): Test | string {
  const [[name, given] = ['', undefined], ...more] = Object.entries(operand);
  const operator = Object.hasOwn(negatable, name) ? negatable[name] : undefined;
  if (operator === undefined || more.length > 0)
    return `expected one of ${Object.keys(negatable).join(', ')}, not ${shown(operand)}`;
  const operands: readonly unknown[] = [given].flat();
  if (operands.length === 0) return `${name}: an empty list excludes nothing`;
  const tests: Test[] = [];
  for (const one of operands) {
    const test = operator(one);
    if (typeof test === 'string') return `${name}: ${test}`;
    tests.push(test);
  }
  return (leaf) => tests.every((excludes) => !excludes(leaf));
}

/** THE table of operators; `exists` is not in it, as it looks at what is not there. */
export const patternOperators: Readonly<Record<string, PatternOperator>> = {
  ...negatable,
  'anything-but': anythingBut,
  numeric,
  cidr,
};

export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const longestShown = 60;

/** The value in an error message. */
export const shown = (value: unknown): string =>
  String(JSON.stringify(value)).slice(0, longestShown);
