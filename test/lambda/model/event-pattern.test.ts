import fc from 'fast-check';
import type { EventPattern } from '../../../lambda/model/destination.ts';
import { matchesPattern, patternProblems } from '../../../lambda/model/event-pattern.ts';
import { matchesWildcard, wildcardProblem } from '../../../lambda/model/wildcard.ts';

/* Examples of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html and of AWS' own matcher, https://github.com/aws/event-ruler (2026-11-24). */

const ec2 = {
  'detail-type': 'EC2 Instance State-change Notification',
  resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-02ebd4584a2ebd341'],
  time: '2017-10-02T18:43:48Z',
  source: 'aws.ec2',
  detail: {
    'c-count': 5,
    'd-count': 3,
    'x-limit': 301.8,
    'source-ip': '10.0.0.33',
    state: 'running',
  },
};
const detail = (fields: object): EventPattern => ({ detail: fields as EventPattern });

const employees = {
  employees: [
    [
      { firstName: 'John', lastName: 'Doe' },
      { firstName: 'Anna', lastName: 'Smith' },
    ],
    [{ firstName: 'Peter', lastName: 'Jones', nick: 'P' }],
  ],
};

test.each<[string, EventPattern, unknown, boolean]>([
  [
    'and',
    { Location: ['New York'], Day: ['Monday'] },
    { Location: 'New York', Day: 'Monday' },
    true,
  ],
  [
    'and',
    { Location: ['New York'], Day: ['Monday'] },
    { Location: 'New York', Day: 'Friday' },
    false,
  ],
  ['and', { Location: ['New York'], Day: ['Monday'] }, { Location: 'New York' }, false],
  ['equals', { Name: ['Alice'] }, { Name: 'Alice' }, true],
  ['equals', { Name: ['Alice'] }, { Name: 'alice' }, false],
  ['empty', { LastName: [''] }, { LastName: '' }, true],
  ['empty', { LastName: [''] }, { LastName: null }, false],
  ['null', { UserID: [null] }, { UserID: null }, true],
  ['null', { UserID: [null] }, { UserID: 0 }, false],
  ['null', { UserID: [null] }, {}, false],
  ['a number', { Price: [100] }, { Price: 100 }, true],
  ['a number by value', { Price: [3.018e2] }, JSON.parse('{"Price": 301.80}'), true],
  ['a number', { Price: [100] }, { Price: '100' }, false],
  ['a boolean', { isPaid: [true] }, { isPaid: true }, true],
  ['a boolean', { isPaid: [true] }, { isPaid: 'true' }, false],
  ['one of several', { PaymentType: ['Credit', 'Debit'] }, { PaymentType: 'Debit' }, true],
  ['equals-ignore-case', { Name: [{ 'equals-ignore-case': 'alice' }] }, { Name: 'ALIce' }, true],
  ['equals-ignore-case', { Name: [{ 'equals-ignore-case': 'alice' }] }, { Name: 'alices' }, false],
  ['prefix', { time: [{ prefix: '2017-10-02' }] }, ec2, true],
  ['prefix', { time: [{ prefix: '2017-10-03' }] }, ec2, false],
  ['prefix', { n: [{ prefix: '1' }] }, { n: 12 }, false],
  [
    'prefix, any case',
    { s: [{ prefix: { 'equals-ignore-case': 'eventb' } }] },
    { s: 'EVENTBRIDGE' },
    true,
  ],
  [
    'prefix, any case',
    { s: [{ prefix: { 'equals-ignore-case': 'eventb' } }] },
    { s: 'an eventb' },
    false,
  ],
  ['suffix', { FileName: [{ suffix: '.png' }] }, { FileName: 'a.png' }, true],
  ['suffix', { FileName: [{ suffix: '.png' }] }, { FileName: 'a.PNG' }, false],
  ['suffix, any case', { s: [{ suffix: { 'equals-ignore-case': '.png' } }] }, { s: 'a.PNG' }, true],
  ['wildcard', { FilePath: [{ wildcard: 'dir/*.png' }] }, { FilePath: 'dir/a/b.png' }, true],
  ['wildcard', { FilePath: [{ wildcard: 'dir/*.png' }] }, { FilePath: 'dir/a.jpg' }, false],
  ['wildcard', { FilePath: [{ wildcard: 'a\\*b' }] }, { FilePath: 'a*b' }, true],
  ['anything-but', detail({ state: [{ 'anything-but': 'initializing' }] }), ec2, true],
  ['anything-but', detail({ state: [{ 'anything-but': 'running' }] }), ec2, false],
  [
    'anything-but of what is not there',
    detail({ none: [{ 'anything-but': 'running' }] }),
    ec2,
    false,
  ],
  ['anything-but of another kind', { a: [{ 'anything-but': 'running' }] }, { a: 5 }, true],
  ['anything-but a number', detail({ 'x-limit': [{ 'anything-but': 301.8 }] }), ec2, false],
  [
    'anything-but a list',
    detail({ state: [{ 'anything-but': ['stopped', 'overloaded'] }] }),
    ec2,
    true,
  ],
  [
    'anything-but a list',
    detail({ state: [{ 'anything-but': ['stopped', 'running'] }] }),
    ec2,
    false,
  ],
  ['anything-but a list', detail({ 'x-limit': [{ 'anything-but': [100, 200, 300] }] }), ec2, true],
  [
    'anything-but a prefix',
    { Region: [{ 'anything-but': { prefix: 'us-' } }] },
    { Region: 'eu-west-1' },
    true,
  ],
  [
    'anything-but a prefix',
    { Region: [{ 'anything-but': { prefix: 'us-' } }] },
    { Region: 'us-east-1' },
    false,
  ],
  [
    'anything-but prefixes',
    { R: [{ 'anything-but': { prefix: ['us-', 'eu-'] } }] },
    { R: 'eu-west-1' },
    false,
  ],
  ['anything-but a suffix', { f: [{ 'anything-but': { suffix: '.png' } }] }, { f: 'a.png' }, false],
  [
    'anything-but, any case',
    { s: [{ 'anything-but': { 'equals-ignore-case': 'initializing' } }] },
    { s: 'INITIALIZING' },
    false,
  ],
  [
    'anything-but, any case',
    { s: [{ 'anything-but': { 'equals-ignore-case': ['a', 'b'] } }] },
    { s: 'C' },
    true,
  ],
  [
    'anything-but a wildcard',
    { p: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
    { p: 'a/lib/b' },
    false,
  ],
  [
    'anything-but a wildcard',
    { p: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
    { p: 'a/b' },
    true,
  ],
  [
    'numeric',
    detail({
      'c-count': [{ numeric: ['>', 0, '<=', 5] }],
      'd-count': [{ numeric: ['<', 10] }],
      'x-limit': [{ numeric: ['=', 3.018e2] }],
    }),
    ec2,
    true,
  ],
  ['numeric', { Price: [{ numeric: ['>', 10, '<=', 20] }] }, { Price: 10 }, false],
  ['numeric', { Price: [{ numeric: ['>', 10, '<=', 20] }] }, { Price: 20 }, true],
  ['numeric', { Price: [{ numeric: ['>', 10, '<=', 20] }] }, { Price: 20.1 }, false],
  ['numeric', { Price: [{ numeric: ['>=', 10, '<', 20] }] }, { Price: 10 }, true],
  ['numeric', { Price: [{ numeric: ['>=', 10, '<', 20] }] }, { Price: 20 }, false],
  ['numeric over a text', { Price: [{ numeric: ['>', 10] }] }, { Price: '20' }, false],
  ['exists', detail({ 'c-count': [{ exists: true }] }), ec2, true],
  ['exists', detail({ 'e-count': [{ exists: true }] }), ec2, false],
  ['exists of null', { a: [{ exists: true }] }, { a: null }, true],
  ['exists on what is no leaf', { detail: [{ exists: true }] }, ec2, false],
  ['absent', detail({ 'e-count': [{ exists: false }] }), ec2, true],
  ['absent', detail({ 'c-count': [{ exists: false }] }), ec2, false],
  [
    'absent on what is no leaf',
    detail({ 'c-count': [{ exists: false }] }),
    { detail: { 'c-count': { c1: 100 } } },
    true,
  ],
  [
    'absent below what is absent',
    detail({ a: { b: [{ exists: false }] } as EventPattern }),
    {},
    true,
  ],
  ['absent or a value', { a: [{ exists: false }, 'x'] }, { a: 'x' }, true],
  ['absent or a value', { a: [{ exists: false }, 'x'] }, { a: 'y' }, false],
  ['cidr', detail({ 'source-ip': [{ cidr: '10.0.0.0/24' }] }), ec2, true],
  ['cidr', detail({ 'source-ip': [{ cidr: '10.0.1.0/24' }] }), ec2, false],
  ['cidr, IPv6', { ip: [{ cidr: '2001:db8::/32' }] }, { ip: '2001:DB8:0::1' }, true],
  ['cidr over no address', { ip: [{ cidr: '10.0.0.0/8' }] }, { ip: '10.0.0' }, false],
  [
    'cidr over an address with a zone',
    { ip: [{ cidr: 'fe80::/10' }] },
    { ip: 'fe80::1%eth0' },
    false,
  ],
  [
    '$or',
    { $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] } as unknown as EventPattern,
    { Day: 'Monday' },
    true,
  ],
  [
    '$or',
    { $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] } as unknown as EventPattern,
    { Day: 'Friday' },
    false,
  ],
  [
    '$or and a field',
    { source: ['aws.ec2'], $or: [{ a: [1] }, { b: [2], c: [3] }] } as unknown as EventPattern,
    { source: 'aws.ec2', b: 2, c: 3 },
    true,
  ],
  [
    '$or and a field',
    { source: ['aws.ec2'], $or: [{ a: [1] }, { b: [2], c: [3] }] } as unknown as EventPattern,
    { source: 'aws.ec2', b: 2 },
    false,
  ],
  [
    '$or below',
    detail({ $or: [{ 'c-count': [{ numeric: ['>', 5] }] }, { state: ['running'] }] }),
    ec2,
    true,
  ],
  ['an array', { resources: [{ prefix: 'arn:aws:ec2' }] }, ec2, true],
  ['an array', { tags: ['b'] }, { tags: ['a', ['b', 'c']] }, true],
  ['anything-but over an array', { tags: [{ 'anything-but': 'a' }] }, { tags: ['a', 'b'] }, true],
  ['anything-but over an array', { tags: [{ 'anything-but': 'a' }] }, { tags: ['a'] }, false],
  ['an empty array', { tags: [{ exists: false }] }, { tags: [] }, true],
  ['objects in arrays', { employees: { firstName: ['Anna'] } }, employees, true],
  [
    'two fields of one object',
    { employees: { firstName: ['Anna'], lastName: ['Smith'] } },
    employees,
    true,
  ],
  [
    'two fields of two objects',
    { employees: { firstName: ['Anna'], lastName: ['Jones'] } },
    employees,
    false,
  ],
  ['absent in some objects', { employees: { nick: [{ exists: false }] } }, employees, false],
  ['absent in all objects', { employees: { none: [{ exists: false }] } }, employees, true],
  ['a body that is a list', { type: ['a'] }, [{ type: 'b' }, { type: 'a' }], true],
  ['no object', { type: [{ exists: false }] }, 'text', false],
  ['no body', { type: [{ exists: false }] }, undefined, false],
  ['a field of the prototype', { toString: [{ exists: true }] }, {}, false],
  [
    'a field of the prototype',
    { constructor: { name: ['Object'] } } as unknown as EventPattern,
    {},
    false,
  ],
])('%s: %j over %j is %s', (_name, pattern, value, expected) => {
  expect(patternProblems(pattern)).toEqual([]);
  expect(matchesPattern(pattern, value)).toBe(expected);
});

test.each<[string, unknown, readonly string[]]>([
  ['no object', 'x', [': expected an object of fields, not "x"']],
  ['nothing', {}, [': is empty: name a field, or leave the pattern out']],
  ['nothing below', { a: {} }, ['.a: is empty: name a field, or leave the pattern out']],
  ['a bare value', { a: 'x' }, ['.a: expected a list of values or operators, such as ["x"]']],
  ['an empty list', { a: [] }, ['.a: expected a list of values or operators, such as [[]]']],
  ['a list in a list', { a: [['x']] }, ['.a.0: expected a value']],
  [
    'an unknown operator',
    { a: { b: ['x', { prefx: 'y' }] } },
    [
      '.a.b.1: "prefx" is no operator: use one of exists, prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr',
    ],
  ],
  [
    'an operator of the prototype',
    { a: [{ toString: 'y' }] },
    [expect.stringContaining('"toString" is no operator')],
  ],
  ['an empty operator', { a: [{}] }, [expect.stringContaining('"" is no operator')]],
  [
    'two operators',
    { a: [{ prefix: 'x', suffix: 'y' }] },
    ['.a.0: has several operators: write each as an alternative of its own'],
  ],
  [
    'a prefix that is a number',
    { a: [{ prefix: 5 }] },
    ['.a.0: prefix: expected a text, or { "equals-ignore-case": TEXT }, not 5'],
  ],
  [
    'a case that is a number',
    { a: [{ 'equals-ignore-case': 5 }] },
    ['.a.0: equals-ignore-case: expected a text, not 5'],
  ],
  [
    'a wildcard that is a number',
    { a: [{ wildcard: 5 }] },
    ['.a.0: wildcard: expected a text, not 5'],
  ],
  [
    'two asterisks',
    { a: [{ wildcard: 'x**y' }] },
    ['.a.0: wildcard: two asterisks in a row say no more than one: remove one'],
  ],
  [
    'a lone backslash',
    { a: [{ wildcard: 'x\\y' }] },
    ['.a.0: wildcard: a backslash stands before an asterisk or another backslash only'],
  ],
  [
    'a backslash at the end',
    { a: [{ wildcard: 'x\\' }] },
    [expect.stringContaining('a backslash stands')],
  ],
  ['exists of a text', { a: [{ exists: 'yes' }] }, ['.a.0: exists: expected true or false']],
  [
    'a bad range',
    { a: [{ cidr: '10.0.0.0/33' }] },
    ['.a.0: cidr: expected a range such as 10.0.0.0/24 or 2001:db8::/32, not "10.0.0.0/33"'],
  ],
  [
    'a mixed list',
    { a: [{ 'anything-but': ['x', 5] }] },
    [expect.stringContaining('.a.0: anything-but: expected a text, a number')],
  ],
  [
    'nothing excluded',
    { a: [{ 'anything-but': [] }] },
    [expect.stringContaining('.a.0: anything-but: expected')],
  ],
  [
    'null excluded',
    { a: [{ 'anything-but': null }] },
    [expect.stringContaining('.a.0: anything-but: expected')],
  ],
  [
    'an operator that cannot be turned round',
    { a: [{ 'anything-but': { numeric: ['=', 5] } }] },
    [expect.stringContaining('expected one of prefix, suffix')],
  ],
  [
    'no prefix excluded',
    { a: [{ 'anything-but': { prefix: [] } }] },
    ['.a.0: anything-but: prefix: an empty list excludes nothing'],
  ],
  [
    'a bad prefix excluded',
    { a: [{ 'anything-but': { wildcard: ['*', '**'] } }] },
    [expect.stringContaining('.a.0: anything-but: wildcard: two asterisks')],
  ],
  [
    'a number alone',
    { a: [{ numeric: 5 }] },
    [expect.stringContaining('.a.0: numeric: expected a comparison such as')],
  ],
  [
    'a comparison with a text',
    { a: [{ numeric: ['<', '5'] }] },
    [expect.stringContaining('numeric: expected')],
  ],
  [
    'an unknown comparison',
    { a: [{ numeric: ['!=', 5] }] },
    [expect.stringContaining('numeric: expected')],
  ],
  [
    'two lower bounds',
    { a: [{ numeric: ['>', 1, '>', 5] }] },
    [expect.stringContaining('numeric: expected')],
  ],
  [
    'an upper bound first',
    { a: [{ numeric: ['<', 5, '>', 1] }] },
    [expect.stringContaining('numeric: expected')],
  ],
  [
    'half a comparison',
    { a: [{ numeric: ['<', 5, '>'] }] },
    [expect.stringContaining('numeric: expected')],
  ],
  [
    'bounds the wrong way round',
    { a: [{ numeric: ['>', 5, '<', 1] }] },
    ['.a.0: numeric: the lower bound 5 is not below the upper one 1'],
  ],
  ['one branch', { $or: [{ a: ['x'] }] }, ['.$or: expected a list of at least two patterns']],
  [
    'a branch that is none',
    { $or: [{ a: ['x'] }, 'y'] },
    ['.$or.1: expected an object of fields, not "y"'],
  ],
  [
    'several at once',
    { a: 5, b: [{ prefix: 1 }] },
    [expect.stringContaining('.a:'), expect.stringContaining('.b.0:')],
  ],
])('refuses a pattern with %s: %j', (_name, pattern, problems) => {
  expect(patternProblems(pattern)).toEqual(problems);
  // What is not a pattern lets nothing through.
  expect(matchesPattern(pattern as EventPattern, { b: 'x', $or: [] })).toBe(false);
});

const json = fc.jsonValue({ maxDepth: 5 });

test('neither throws, whatever the pattern and the value are', () => {
  fc.assert(
    fc.property(json, json, (pattern, value) => {
      patternProblems(pattern);
      expect(typeof matchesPattern(pattern as EventPattern, value)).toBe('boolean');
    }),
    { numRuns: 500 },
  );
});

/** A sound pattern over these few fields and values, so that it often matches. */
const field = fc.constantFrom('a', 'b', 'c');
const text = fc.constantFrom('', 'x', 'y', 'xy', '10.0.0.1');
const alternative = fc.oneof(
  text,
  fc.constantFrom(1, 2, null, true),
  fc.record({ prefix: text }),
  fc.record({ suffix: fc.record({ 'equals-ignore-case': text }) }),
  fc.record({ wildcard: fc.constantFrom('*', 'x*', '*y*') }),
  fc.record({ 'anything-but': text }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ numeric: fc.constantFrom(['>', 1], ['>=', 1, '<', 2]) }),
  fc.record({ cidr: fc.constant('10.0.0.0/8') }),
);
const { pattern: anyPattern } = fc.letrec<{ pattern: EventPattern }>((tie) => ({
  pattern: fc.dictionary(
    field,
    fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.array(alternative, { minLength: 1, maxLength: 3 }),
      tie('pattern'),
    ),
    { minKeys: 1, maxKeys: 2 },
  ) as fc.Arbitrary<EventPattern>,
}));
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(text, fc.constantFrom(1, 2, null, true)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(field, tie('value'), { maxKeys: 3 }),
  ),
}));

test('a pattern of documented parts has no problems; more alternatives never match less, more fields never more', () => {
  fc.assert(
    fc.property(anyPattern, anyPattern, anyValue, (one, other, value) => {
      expect(patternProblems(one)).toEqual([]);
      const or = { $or: [one, other] } as unknown as EventPattern;
      const ors = matchesPattern(one, value) || matchesPattern(other, value);
      expect(matchesPattern(or, value)).toBe(ors);
      const both = { ...one, ...or } as EventPattern;
      if (matchesPattern(both, value)) expect(matchesPattern(one, value)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

/** Tries every split: slow, and plainly right. */
function naive(wildcard: readonly string[], text: string): boolean {
  const [first, ...rest] = wildcard;
  if (first === undefined) return text === '';
  if (first !== '*') return text.startsWith(first) && naive(rest, text.slice(first.length));
  return Array.from({ length: text.length + 1 }, (_, at) => text.slice(at)).some((tail) =>
    naive(rest, tail),
  );
}

const tokens = fc.array(fc.constantFrom('*', 'a', 'b', '\\*', '\\\\'), { maxLength: 8 });

test('a wildcard matches what a matcher that tries everything matches', () => {
  const subject = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\'), maxLength: 10 });
  fc.assert(
    fc.property(tokens, subject, (wildcard, value) => {
      const plain = wildcard.map((token) => (token.length === 2 ? token.charAt(1) : token));
      const isStar = wildcard.map((token) => token === '*');
      const steps = plain.map((token, at) => (isStar[at] ? '*' : token));
      // A literal asterisk must not be taken for one that stands for anything.
      const expected = naiveOf(steps, isStar, value);
      expect(matchesWildcard(wildcard.join(''), value)).toBe(expected);
      const hasPair = isStar.some((star, at) => star && isStar[at + 1]);
      expect(wildcardProblem(wildcard.join('')) === undefined).toBe(!hasPair);
    }),
    { numRuns: 3000 },
  );
});

const literalStar = '\u0001';
const naiveOf = (steps: readonly string[], isStar: readonly boolean[], value: string): boolean =>
  naive(
    steps.map((step, at) => (step === '*' && !isStar[at] ? literalStar : step)),
    value.replaceAll('*', literalStar),
  );

test('takes time in proportion to the value, however it is made', () => {
  const deep = 200_000;
  const nested = JSON.parse(`{"a":${'['.repeat(deep)}1${']'.repeat(deep)}}`);
  const wide = { a: Array.from({ length: deep }, () => ({ b: ['x', { c: 1 }] })) };
  const long = { a: 'ab'.repeat(deep) };
  const started = performance.now();
  expect(matchesPattern({ a: [1] }, nested)).toBe(true);
  expect(matchesPattern({ a: { b: { c: [2] }, d: [{ exists: false }] } }, wide)).toBe(false);
  expect(matchesPattern({ a: [{ wildcard: '*a*a*a*a*a*a*ac' }] }, long)).toBe(false);
  expect(matchesPattern({ a: [{ wildcard: '*ab*ab*ab*ab*abc*' }] }, long)).toBe(false);
  // In the square of it, it would be hours.
  expect(performance.now() - started).toBeLessThan(30_000);
});
