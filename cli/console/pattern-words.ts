import type { EventPattern } from '../../lambda/model/destination.ts';
import { isRecord } from '../../lambda/model/pattern-operators.ts';

/** An event pattern in words, a line for each field; all lines must hold. */
export const patternWords = (pattern: EventPattern, path = 'body'): readonly string[] =>
  Object.entries(pattern).flatMap(([name, value]) => {
    if (name === '$or' && Array.isArray(value))
      return [value.map((one) => `(${alternative(one, path)})`).join(' or ')];
    const here = `${path}.${name}`;
    if (Array.isArray(value)) return [`${here} ${value.map(condition).join(', or ')}`];
    return isRecord(value) ? patternWords(value as EventPattern, here) : [];
  });

const alternative = (pattern: unknown, path: string): string =>
  isRecord(pattern) ? patternWords(pattern as EventPattern, path).join(' and ') : said(pattern);

const said = (value: unknown): string => JSON.stringify(value);

/** One value or operator of a field. What has no words of its own stands as it is written. */
function condition(value: unknown): string {
  if (!isRecord(value)) return `is ${said(value)}`;
  const [[name, operand] = ['', undefined]] = Object.entries(value);
  const words = Object.hasOwn(operators, name) ? operators[name] : undefined;
  return words === undefined ? `matches ${said(value)}` : words(operand);
}

const operators: Readonly<Record<string, (operand: unknown) => string>> = {
  prefix: (operand) => `begins with ${text(operand)}`,
  suffix: (operand) => `ends with ${text(operand)}`,
  'equals-ignore-case': (operand) => `is ${said(operand)}, whatever its capitals`,
  wildcard: (operand) => `looks like ${said(operand)}`,
  cidr: (operand) => `is an address of ${said(operand)}`,
  exists: (operand) => (operand === true ? 'is there' : 'is not there'),
  'anything-but': (operand) =>
    isRecord(operand)
      ? `is nothing that ${condition(operand)}`
      : `is not ${[operand].flat().map(said).join(' or ')}`,
  numeric: (operand) => `is ${comparisons([operand].flat())}`,
};

/** `prefix` and `suffix` can be told to pass over capitals. */
const text = (operand: unknown): string =>
  isRecord(operand)
    ? `${said(operand['equals-ignore-case'])}, whatever its capitals`
    : said(operand);

/** `['>', 0, '<=', 5]`, two by two. */
const comparisons = (parts: readonly unknown[]): string =>
  parts.map((part, at) => (at > 0 && at % 2 === 0 ? `and ${part}` : String(part))).join(' ');
