import { type Copy, copyForMutation, sliceOf } from './support/mutant.ts';

/* Takes out one safeguard at a time, in a copy, and demands that the tests notice. */

const ingress = ['test/lambda/ingress'];
const crypto = ['test/lambda/crypto'];
/** One of the checks that every preset has to pass. */
const preset = (check: string) => ['test/lambda/providers/contract', '-t', check];
const handshakes = ['test/lambda/ingress/handshakes'];

let copy: Copy;
beforeAll(() => {
  copy = copyForMutation();
});
afterAll(() => copy.remove());

test.each(
  sliceOf([
    [
      'the IP check',
      ingress,
      'lambda/ingress/check-ip.ts',
      '!isAllowed(sourced.request.sourceIp)',
      'false',
    ],
    [
      'the proof that a request came through the CDN',
      ingress,
      'lambda/ingress/client-address.ts',
      'failure !== undefined || sourceIp === undefined',
      'sourceIp === undefined',
    ],
    [
      'the verdict on the secret of the CDN',
      ingress,
      'lambda/ingress/client-address.ts',
      "proved.stage === 'rejected' ?",
      'false ?',
    ],
    [
      'the ranges of the CDN',
      ingress,
      'lambda/ingress/client-address.ts',
      'return isOfCdn(request.sourceIp) ?',
      'return true ?',
    ],
    [
      'the refusal of a doubled address header',
      ingress,
      'lambda/ingress/client-address.ts',
      'others.length === 0 ? canonicalAddress',
      'true ? canonicalAddress',
    ],
    [
      'the removal of the secret of the CDN from what is kept',
      ingress,
      'lambda/ingress/client-address.ts',
      'name !== proof.header',
      'name !== undefined',
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
    [
      'the duplicate guard',
      ingress,
      'lambda/ingress/record.ts',
      "recording.kind === 'created'",
      'true',
    ],
    [
      'the condition of the duplicate guard',
      ['test/lambda/aws/storage'],
      'lambda/model/event-transitions.ts',
      "condition: 'attribute_not_exists(pk)',",
      "condition: 'attribute_not_exists(pk) OR attribute_exists(pk)',",
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
      'if (recorded.mustEnqueue) await queue.send(recorded.event);',
      '',
    ],
    [
      'the second enqueue of a received event',
      ingress,
      'lambda/ingress/record.ts',
      " && recording.status === 'received'",
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
      preset('missing or there twice'),
      'lambda/schemes/single-value.ts',
      'values.length > 1',
      'false',
    ],
    [
      'the comparison of MACs',
      crypto,
      'lambda/crypto/equal.ts',
      'left.byteLength === right.byteLength && timingSafeEqual(left, right)',
      'true',
    ],
    [
      'the refusal of empty keys',
      crypto,
      'lambda/crypto/secret-key.ts',
      "if (secret.trim() === '') return undefined;",
      '',
    ],
    [
      'strict decoding',
      crypto,
      'lambda/crypto/encoding.ts',
      'if (!patterns[encoding].test(text)) return undefined;',
      '',
    ],
    [
      'the one spelling of a signature',
      crypto,
      'lambda/crypto/encoding.ts',
      'unpadded(bytes.toString(encoding)) === unpadded(text)',
      'true',
    ],
    [
      'the verdict of public keys',
      preset('altered body'),
      'lambda/schemes/public-key.ts',
      'return verifier.verify(options(scheme, key), signature);',
      'return verifier.verify(options(scheme, key), signature) || true;',
    ],
    [
      'the verdict of JSON Web Signatures',
      preset('altered body'),
      'lambda/schemes/detached-jws.ts',
      '      () => false,',
      '      () => true,',
    ],
    [
      'the hash of the body in a token',
      preset('altered body'),
      'lambda/schemes/claims.ts',
      "if (!hashHolds(scheme.bodyHash, claims, request.body)) return refuse('signature-mismatch');",
      '',
    ],
    [
      'the digest of the body under an HTTP message signature',
      preset('altered body'),
      'lambda/schemes/http-message-signature.ts',
      "if (scheme.proves !== 'sender' && !bodyDigestHolds(request)) return refuse('signature-mismatch');",
      '',
    ],
    [
      'the components that must be covered',
      ['test/lambda/schemes'],
      'lambda/schemes/http-message-signature.ts',
      "if (demanded.size > 0) return refuse('signature-missing');",
      '',
    ],
    [
      'the demand that every element is signed',
      ['test/lambda/schemes'],
      'lambda/schemes/template-signature.ts',
      'if (!verdict.ok) return verdict;',
      'if (!verdict.ok) continue;',
    ],
    [
      'the host that a key must come from',
      ['test/lambda/ingress/key-address'],
      'lambda/ingress/key-address.ts',
      'return isPlain && hosts.some((host) => matches(hostname, host));',
      'return isPlain;',
    ],
    [
      'the refusal of redirects to keys',
      ['test/lambda/http'],
      'lambda/http/published-keys.ts',
      "redirect: 'error',",
      '',
    ],
    [
      'the verify token of a handshake',
      handshakes,
      'lambda/ingress/answer-handshake.ts',
      "if (typeof handshake.proof === 'object' && !tokenHolds(asked, handshake.proof.tokenAt, secrets))",
      'if (false)',
    ],
    [
      'the receiver that a signed request must name',
      handshakes,
      'lambda/schemes/side-conditions.ts',
      ' && isOurs(rules, request)',
      '',
    ],
    [
      'the form that a challenge must have',
      handshakes,
      'lambda/schemes/challenge.ts',
      'challenge.test(text)',
      'true',
    ],
    [
      'the distrust of bodies that an answer has signed',
      handshakes,
      'lambda/ingress/handshake.ts',
      'return signsForAnybody && isChallenge',
      'return false && isChallenge',
    ],
    [
      'the refusal of a second handed secret',
      ['test/lambda/aws/tenant-secrets'],
      'lambda/aws/secret-cache.ts',
      "if (lookup.kind !== 'not-set') return false;",
      '',
    ],
    [
      'the answer before senders lose patience',
      ingress,
      'lambda/ingress/answer-in-time.ts',
      'return await Promise.race([receipt, tooLate]);',
      'return await receipt;',
    ],
  ] as const),
)('a test fails when %s is taken out', (_name, tests, file, find, replace) => {
  expect(copy.passes(tests, { file, find, replace })).toBe(false);
});

test('what failed passes while nothing is taken out', () => {
  expect(copy.failedByMutationAlone()).toBe(true);
});
