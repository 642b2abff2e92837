import { type Copy, copyForMutation } from './support/mutant.ts';

/* Takes out one safeguard at a time, in a copy, and demands that the tests notice. */

const ingress = ['test/lambda/ingress'];
const schemes = ['test/lambda/schemes', 'test/lambda/crypto'];
const storage = ['test/lambda/aws'];

let copy: Copy;
beforeAll(() => {
  copy = copyForMutation();
});
afterAll(() => copy.remove());

test('the copy passes while nothing is taken out', () => {
  expect(copy.passes([...ingress, ...schemes, ...storage])).toBe(true);
});

test.each([
  [
    'the IP check',
    ingress,
    'lambda/ingress/check-ip.ts',
    '!isAllowed(sourced.request.sourceIp)',
    'false',
  ],
  [
    'the token check',
    ingress,
    'lambda/ingress/check-token.ts',
    "if (token === undefined) return { ...keyed, stage: 'token-checked' };",
    "return { ...keyed, stage: 'token-checked' };",
  ],
  [
    'the comparison of the token',
    ingress,
    'lambda/ingress/check-token.ts',
    'equalDigests(sha256(text), digest)',
    'true',
  ],
  [
    'the signature check',
    ingress,
    'lambda/ingress/verify-signature.ts',
    'if (signature === undefined) return',
    'return',
  ],
  [
    'the verdict of the signature',
    ingress,
    'lambda/ingress/verify-signature.ts',
    '!verdict.ok',
    'false',
  ],
  [
    'the refusal of stale requests',
    ingress,
    'lambda/ingress/check-freshness.ts',
    'nowMs - signedAtMs > toleranceMs',
    'false',
  ],
  [
    'the refusal of requests from the future',
    ingress,
    'lambda/ingress/check-freshness.ts',
    'signedAtMs - nowMs > toleranceMs',
    'false',
  ],
  ['the duplicate guard', ingress, 'lambda/ingress/record.ts', "event.kind === 'created'", 'true'],
  [
    'the condition of the duplicate guard',
    storage,
    'lambda/aws/ingress-audit-trail.ts',
    "ConditionExpression: 'attribute_not_exists(pk)',",
    '',
  ],
  [
    'the record of rejections',
    ingress,
    'lambda/ingress/receive.ts',
    '  await recordRejection(rejected, ingress.audit);\n',
    '',
  ],
  [
    'the queue',
    ingress,
    'lambda/ingress/enqueue.ts',
    'if (recorded.mustEnqueue) await queue.send(recorded.eventKey);',
    '',
  ],
  [
    'the second enqueue of a received event',
    ingress,
    'lambda/ingress/record.ts',
    " && event.status === 'received'",
    ' && false',
  ],
  [
    'the distrust of unsigned ids',
    ingress,
    'lambda/ingress/identify.ts',
    'eventId.trustUnsigned || signature === undefined',
    'true',
  ],
  [
    'the refusal of doubled headers',
    ingress,
    'lambda/schemes/single-value.ts',
    'values.length > 1',
    'false',
  ],
  [
    'the comparison of MACs',
    schemes,
    'lambda/crypto/equal.ts',
    'left.byteLength === right.byteLength && timingSafeEqual(left, right)',
    'true',
  ],
  [
    'the refusal of empty keys',
    schemes,
    'lambda/crypto/secret-key.ts',
    "if (secret.trim() === '') return undefined;",
    '',
  ],
  [
    'strict decoding',
    schemes,
    'lambda/crypto/encoding.ts',
    'patterns[encoding].test(text)',
    'true',
  ],
  [
    'the condition of the claim',
    storage,
    'lambda/aws/event-store.ts',
    "'#status = :received OR (#status = :processing AND claimedUntilMs < :now) OR claimToken = :token'",
    "'attribute_exists(pk) OR #status = :received OR claimedUntilMs < :now OR claimToken = :token'",
  ],
] as const)('a test fails when %s is taken out', (_name, tests, file, find, replace) => {
  expect(copy.passes(tests, { file, find, replace })).toBe(false);
});
