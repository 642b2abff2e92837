import { destinationView, kindOf } from '../../cli/console/destination-views.ts';
import { patternWords } from '../../cli/console/pattern-words.ts';
import type { EventPattern } from '../../lambda/model/destination.ts';
import { eachKind } from '../support/destinations.ts';

/* What a destination takes, in words. */

test.each<[EventPattern, readonly string[]]>([
  [{ currency: ['EUR', null] }, ['body.currency is "EUR", or is null']],
  [
    { payment: { state: [{ prefix: 'pay' }, { suffix: 'ed' }] } },
    ['body.payment.state begins with "pay", or ends with "ed"'],
  ],
  [{ amount: [{ numeric: ['>', 0, '<=', 5] }] }, ['body.amount is > 0 and <= 5']],
  [{ a: [{ exists: true }], b: [{ exists: false }] }, ['body.a is there', 'body.b is not there']],
  [{ a: [{ 'anything-but': ['x', 'y'] }] }, ['body.a is not "x" or "y"']],
  [{ a: [{ 'anything-but': { prefix: 'x' } }] }, ['body.a is nothing that begins with "x"']],
  [{ a: [{ 'equals-ignore-case': 'x' }] }, ['body.a is "x", whatever its capitals']],
  [
    { a: [{ prefix: { 'equals-ignore-case': 'x' } }] },
    ['body.a begins with "x", whatever its capitals'],
  ],
  [{ a: [{ cidr: '10.0.0.0/8' }] }, ['body.a is an address of "10.0.0.0/8"']],
  [{ a: [{ wildcard: 'x*' }] }, ['body.a looks like "x*"']],
  [{ a: [{ unheard: 1 }] }, ['body.a matches {"unheard":1}']],
  [{ $or: [{ a: [1], b: [2] }, { c: [3] }] }, ['(body.a is 1 and body.b is 2) or (body.c is 3)']],
])('%j', (pattern, words) => {
  expect(patternWords(pattern)).toEqual(words);
});

test('names what goes there and how fast, and no address', () => {
  expect(
    destinationView({
      ...eachKind.https,
      types: ['a', 'b'],
      atLeast: 'signed',
      filter: { amount: [1] },
      ratePerSecond: 5,
      concurrency: 2,
    }),
  ).toEqual({
    id: 'erp',
    kind: 'https',
    rules: [
      'type: a or b',
      'body.amount is 1',
      'signed events only',
      'at most 5 a second',
      'at most 2 at a time',
    ],
  });
  expect(destinationView(eachKind.sqs).rules).toEqual(['every type but callback.expired']);
});

test('knows what stands at the other end, as far as it is configured', () => {
  const source = { destinations: [eachKind.lambda] };
  expect(kindOf(source, 'function')).toBe('lambda');
  expect(kindOf(source, '(waiter)')).toBe('waiter');
  expect(kindOf({}, 'function')).toBeUndefined();
});
