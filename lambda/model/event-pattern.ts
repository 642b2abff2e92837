import type { EventPattern } from './destination.ts';
import {
  isRecord,
  type JsonRecord,
  type Leaf,
  type PatternOperator,
  patternOperators,
  shown,
} from './pattern-operators.ts';

/*
 * Event patterns as EventBridge has them, https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html (2026-11-24).
 * What is left open there is as in AWS' own matcher, https://github.com/aws/event-ruler (2026-11-24). Differences: docs/decisions/0017.
 */

const or = '$or';

/**
 * Whether the value matches: every field of the pattern has a value that one of its alternatives takes. An array stands for its elements, and
 * fields that belong together are looked for in one and the same element. Takes time in proportion to the value; never throws.
 */
export const matchesPattern = (pattern: EventPattern, value: unknown): boolean => {
  const elements = [...elementsOf(value)].filter(isRecord);
  const level = levelOf(elements);
  return isRecord(pattern) && elements.some((element) => fieldsMatch(pattern, element, level));
};

/** All objects that stand at one path of the value, in whichever elements of the arrays above: nothing is there only where none has it. */
interface Level {
  readonly elements: readonly JsonRecord[];
  below(field: string): Level;
}

function levelOf(elements: readonly JsonRecord[]): Level {
  const known = new Map<string, Level>();
  return {
    elements,
    below(field) {
      const level = known.get(field) ?? levelOf(elements.flatMap((one) => objectsAt(one, field)));
      known.set(field, level);
      return level;
    },
  };
}

function fieldsMatch(pattern: EventPattern, element: JsonRecord, level: Level): boolean {
  const fields = Object.entries(pattern);
  const hold = fields.every(([field, wanted]) => {
    if (field === or) return orMatches(wanted, element, level);
    return Array.isArray(wanted)
      ? wanted.some((alternative) => leafMatches(alternative, field, { element, level }))
      : belowMatches(wanted, field, { element, level });
  });
  // Nothing asked for is a mistake, and lets nothing through.
  return hold && fields.length > 0;
}

const orMatches = (branches: unknown, element: JsonRecord, level: Level): boolean =>
  Array.isArray(branches) &&
  branches.some(
    (branch) => isRecord(branch) && fieldsMatch(branch as EventPattern, element, level),
  );

const nothing: JsonRecord = {};

interface At {
  readonly element: JsonRecord;
  readonly level: Level;
}

function belowMatches(pattern: unknown, field: string, { element, level }: At): boolean {
  if (!isRecord(pattern)) return false;
  const objects = objectsAt(element, field);
  // That a field is not there can be said of what is not there itself.
  return (objects.length === 0 ? [nothing] : objects).some((object) =>
    fieldsMatch(pattern as EventPattern, object, level.below(field)),
  );
}

function leafMatches(alternative: unknown, field: string, { element, level }: At): boolean {
  if (!isRecord(alternative)) return some(leavesAt(element, field), (leaf) => leaf === alternative);
  const [[name, operand] = ['', undefined]] = Object.entries(alternative);
  const isThere = (at: JsonRecord) => some(leavesAt(at, field), () => true);
  if (name === 'exists')
    return operand === true ? isThere(element) : operand === false && !level.elements.some(isThere);
  const test = operatorOf(name)?.(operand);
  return typeof test === 'function' && some(leavesAt(element, field), test);
}

const operatorOf = (name: string): PatternOperator | undefined =>
  Object.hasOwn(patternOperators, name) ? patternOperators[name] : undefined;

function some<T>(values: Iterable<T>, holds: (value: T) => boolean): boolean {
  for (const value of values) if (holds(value)) return true;
  return false;
}

/** The value, or what is in it where it is an array, however deep. Without recursion: a sender may nest as deep as its body is long. */
function* elementsOf(value: unknown): Generator<unknown> {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (!Array.isArray(next)) yield next;
    else for (let at = next.length - 1; at >= 0; at -= 1) open.push(next[at]);
  }
}

const valueAt = (element: JsonRecord, field: string): unknown =>
  Object.hasOwn(element, field) ? element[field] : [];

const objectsAt = (element: JsonRecord, field: string): readonly JsonRecord[] =>
  [...elementsOf(valueAt(element, field))].filter(isRecord);

function* leavesAt(element: JsonRecord, field: string): Generator<Leaf> {
  for (const value of elementsOf(valueAt(element, field)))
    if (!isRecord(value)) yield value as Leaf;
}

/** What is wrong with a pattern: a path below it, and what was expected. Empty where nothing is. */
export function patternProblems(pattern: unknown): readonly string[] {
  if (!isRecord(pattern)) return [`: expected an object of fields, not ${shown(pattern)}`];
  const fields = Object.entries(pattern);
  if (fields.length === 0) return [': is empty: name a field, or leave the pattern out'];
  return fields.flatMap(([field, wanted]) =>
    problemsAt(field, wanted).map((problem) => `.${field}${problem}`),
  );
}

function problemsAt(field: string, wanted: unknown): readonly string[] {
  if (field === or) return orProblems(wanted);
  if (isRecord(wanted)) return patternProblems(wanted);
  if (!Array.isArray(wanted) || wanted.length === 0)
    return [`: expected a list of values or operators, such as [${shown(wanted ?? 'value')}]`];
  return wanted.flatMap((alternative, at) => {
    const problem = alternativeProblem(alternative);
    return problem === undefined ? [] : [`.${at}: ${problem}`];
  });
}

function orProblems(branches: unknown): readonly string[] {
  if (!Array.isArray(branches) || branches.length < 2)
    return [': expected a list of at least two patterns'];
  return branches.flatMap((branch, at) =>
    patternProblems(branch).map((problem) => `.${at}${problem}`),
  );
}

const isLeaf = (value: unknown): boolean =>
  value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);

function alternativeProblem(alternative: unknown): string | undefined {
  if (!isRecord(alternative)) return isLeaf(alternative) ? undefined : 'expected a value';
  const [[name, operand] = ['', undefined], ...more] = Object.entries(alternative);
  if (more.length > 0) return 'has several operators: write each as an alternative of its own';
  if (name === 'exists')
    return typeof operand === 'boolean' ? undefined : 'exists: expected true or false';
  const operator = operatorOf(name);
  if (operator === undefined) {
    const known = ['exists', ...Object.keys(patternOperators)].join(', ');
    return `"${name}" is no operator: use one of ${known}`;
  }
  const test = operator(operand);
  return typeof test === 'string' ? `${name}: ${test}` : undefined;
}
