import { createHash } from 'node:crypto';
import { mintCallback } from '../../../lambda/callbacks/mint.ts';
import { callbackTokenForm } from '../../../lambda/model/callback.ts';
import { ConfigError } from '../../../lambda/model/errors.ts';
import { testNowMs } from '../../support/clock.ts';

const minting = {
  sourceId: 'pay',
  address: 'https://hooks.example.com/callbacks/pay',
  retentionDays: 90,
  nowMs: testNowMs,
  id: '01CALLBACK0000000000000000',
};
const order = { ref: 'ORDER-42', ttl: '15m' };
const mint = (changes: object = {}) => mintCallback({ ...order, ...changes }, minting);

/** The lines of the error. */
function problemsOf(given: unknown): readonly string[] {
  try {
    mintCallback(given, minting);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('the order was accepted');
}

test('the address holds a fresh token, and what is kept holds its digest alone', () => {
  const { callback, minted } = mint();
  const [, token = ''] =
    /^https:\/\/hooks\.example\.com\/callbacks\/pay\/(.*)$/.exec(minted.url) ?? [];
  expect(token).toMatch(callbackTokenForm);
  expect(Buffer.from(token, 'base64url')).toHaveLength(24);
  expect(callback.digest).toBe(createHash('sha256').update(token).digest('hex'));
  expect(JSON.stringify(callback)).not.toContain(token);
  expect(minted).toEqual({
    url: minted.url,
    ref: 'ORDER-42',
    expiresAt: new Date(testNowMs + 900_000).toISOString(),
  });
});

test('a thousand tokens are a thousand different ones', () => {
  const urls = Array.from({ length: 1000 }, () => mint().minted.url);
  expect(new Set(urls).size).toBe(1000);
});

test('what was ordered is kept', () => {
  const data = { order: 42, lines: ['ä'] };
  const { callback } = mint({ uses: 3, data, taskToken: 'AQCEAAAAKgAAAAMAAA/=' });
  expect(callback).toMatchObject({
    sourceId: 'pay',
    id: minting.id,
    ref: 'ORDER-42',
    uses: 3,
    data: JSON.stringify(data),
    waiter: { kind: 'step-functions', taskToken: 'AQCEAAAAKgAAAAMAAA/=' },
    retentionDays: 90,
  });
  const { waiter } = mint({ durableCallbackId: 'abc+/=' }).callback;
  expect(waiter).toEqual({ kind: 'durable-function', callbackId: 'abc+/=' });
});

test('which answer ends the wait is kept with who waits, and refused where it is no pattern', () => {
  const final = { status: ['paid', { prefix: 'fail' }] };
  const { waiter } = mint({ uses: 3, taskToken: 'token', final }).callback;
  expect(waiter).toEqual({ kind: 'step-functions', taskToken: 'token', final });
  expect(problemsOf({ ...order, final })).toEqual([
    'final: ends the wait of a workflow: give taskToken or durableCallbackId too, or leave it out',
  ]);
  expect(problemsOf({ ...order, taskToken: 't', final: { status: 'paid' } })).toEqual([
    'final: is no event pattern: .status: expected a list of values or operators, such as ["paid"]',
  ]);
  expect(problemsOf({ ...order, taskToken: 't', final: { a: ['x'.repeat(2048)] } })).toEqual([
    'final: is too long: 2048 bytes at most',
  ]);
});

test('one answer, no data and nobody waiting unless the order says otherwise', () => {
  const { callback } = mint();
  expect(callback.uses).toBe(1);
  expect(callback).not.toHaveProperty('data');
  expect(callback).not.toHaveProperty('waiter');
});

test.each([
  ['15m', 900],
  ['2h', 7200],
  ['3d', 259_200],
  ['30d', 2_592_000],
  ['90s', 90],
  ['90', 90],
  [90, 90],
  [1, 1],
])('a ttl of %j is %d seconds', (ttl, seconds) => {
  expect(mint({ ttl }).callback.expiresAtMs).toBe(testNowMs + seconds * 1000);
});

test.each([
  '',
  '0m',
  '-1h',
  '1.5h',
  '15 m',
  '15M',
  '1w',
  '31d',
  0,
  -1,
  1.5,
  2_592_001,
  Number.NaN,
  null,
  {},
  '1e3',
])('a ttl of %j is refused', (ttl) => {
  expect(problemsOf({ ...order, ttl })).toEqual([
    expect.stringMatching(
      /^ttl: .* is refused: expected "15m", "2h", "3d" or whole seconds, 30 days at most$/,
    ),
  ]);
});

test.each(['x', 'a'.repeat(256), 'Bestellung 42 für Zoë', '注文42', '🛒'.repeat(256), 'a#b/c?d'])(
  'the ref %j is taken as it is',
  (ref) => {
    expect(mint({ ref }).callback.ref).toBe(ref);
    expect(mint({ ref }).minted.ref).toBe(ref);
  },
);

test.each([
  '',
  'a'.repeat(257),
  'a\nb',
  'a\u0000',
  'a\u202eb',
  'a\u200bb',
  '\ud800',
  'a\u2028b',
  7,
  null,
])('the ref %j is refused in one line that shows nothing invisible', (ref) => {
  const [problem, ...others] = problemsOf({ ...order, ref });
  expect(others).toEqual([]);
  expect(problem).toMatch(/^ref: .* is refused: expected /);
  expect(problem).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  expect(problem?.length).toBeLessThan(200);
});

test.each([0, 21, -1, 1.5, '3', null, true])('%j uses are refused', (uses) => {
  expect(problemsOf({ ...order, uses })).toEqual([
    expect.stringMatching(/^uses: .* is refused: expected a whole number from 1 to 20$/),
  ]);
});

test('data may be 2 KB of JSON, and not a byte more', () => {
  expect(mint({ data: 'x'.repeat(2046) }).callback.data).toHaveLength(2048);
  const [problem] = problemsOf({ ...order, data: 'ä'.repeat(1024) });
  expect(problem).toMatch(/^data: 2050 bytes of JSON are too many: .*, 2048 bytes at most$/);
});

test.each([[() => 1], [1n], [Symbol('x')]])('data that JSON cannot say is refused: %p', (data) => {
  expect(problemsOf({ ...order, data })).toEqual(['data: expected what JSON can say']);
});

test.each(['taskToken', 'durableCallbackId'])('a bad %s is refused and not shown', (name) => {
  for (const secret of ['', 'geheim\n', 'geheim x', 'x'.repeat(2049), 7]) {
    const [problem, ...others] = problemsOf({ ...order, [name]: secret });
    expect(others).toEqual([]);
    expect(problem).toMatch(new RegExp(`^${name}: is no token: hand it on as it was given to you`));
    expect(problem).not.toContain('geheim');
  }
});

test('two waiters are refused: one answer resumes one workflow', () => {
  expect(problemsOf({ ...order, taskToken: 'a', durableCallbackId: 'b' })).toEqual([
    'taskToken: one answer resumes one workflow: give taskToken or durableCallbackId',
  ]);
});

test('everything that is wrong is said at once, a misspelt name too', () => {
  expect(problemsOf({ ref: '', ttl: 'soon', uses: 0, use: 1 })).toEqual([
    expect.stringMatching(/^ref: /),
    expect.stringMatching(/^ttl: "soon" /),
    expect.stringMatching(/^uses: 0 /),
    'use: is not known: use ref, ttl, uses, data, taskToken, durableCallbackId, final',
  ]);
  expect(problemsOf({})).toEqual([
    'ref: is missing: an order has "ref" and "ttl"',
    'ttl: is missing: an order has "ref" and "ttl"',
  ]);
  for (const order of [undefined, null, 'ORDER-42', 7])
    expect(problemsOf(order)).toEqual(['the order: expected an object with "ref" and "ttl"']);
});
