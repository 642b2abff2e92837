import { type Copy, copyForMutation, sliceOf } from './support/mutant.ts';

/* Takes out one safeguard of the callbacks at a time, in a copy, and demands that the tests notice. */

const ingress = ['test/lambda/ingress/callbacks', 'test/lambda/ingress/query-receipts'];
const answers = (name: string) => ['test/lambda/aws/callbacks', '-t', name];
const expiry = (name: string) => ['test/lambda/aws/callback-expiry', '-t', name];
const refusals = ['test/lambda/ingress/refuse-evenly'];
const callers = ['test/lambda/callbacks'];

let copy: Copy;
beforeAll(() => {
  copy = copyForMutation();
});
afterAll(() => copy.remove());

test.each(
  sliceOf([
    [
      'the comparison of the token',
      ingress,
      'lambda/ingress/find-callback.ts',
      "equalDigests(digest, Buffer.from(found.digest, 'hex'))",
      "found.ref !== ''",
    ],
    [
      'the end of its time',
      ingress,
      'lambda/ingress/find-callback.ts',
      'clock.nowMs() < found.expiresAtMs',
      'true',
    ],
    [
      'the last millisecond of its time',
      ingress,
      'lambda/ingress/find-callback.ts',
      'clock.nowMs() < found.expiresAtMs',
      'clock.nowMs() <= found.expiresAtMs',
    ],
    [
      'the source that it was minted for',
      answers('opens nothing at another'),
      'lambda/model/audit-table.ts',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the file
      '${sourceId}#callback-token#',
      '#callback-token#',
    ],
    [
      'the redaction of a token that a header repeats',
      answers('nowhere in the table'),
      'lambda/model/redaction.ts',
      'text.replaceAll(pathToken, redacted)',
      'text',
    ],
    [
      'the end of its uses',
      ingress,
      'lambda/ingress/record-answer.ts',
      'use <= callback.uses',
      'use <= 1000',
    ],
    [
      'the early refusal of what was used',
      answers('make the same calls'),
      'lambda/ingress/find-callback.ts',
      "token.isUsedUp ? 'callback-used' : undefined",
      'undefined',
    ],
    [
      'the equal number of reads for every token',
      answers('make the same calls'),
      'lambda/aws/callback-store.ts',
      "readItem(table, answer, '#status'),",
      'undefined,',
    ],
    [
      'the end of redeliveries once an answer was handled',
      ingress,
      'lambda/ingress/record-answer.ts',
      'if (!isUnderWay(recording)) break;',
      '',
    ],
    [
      'the difference between two answers',
      ingress,
      'lambda/ingress/record-answer.ts',
      'if (recording.contentSha256 !== delivery.contentSha256) continue;',
      '',
    ],
    [
      'the place that an expiry has taken',
      ingress,
      'lambda/ingress/record-answer.ts',
      'recording.eventType === callbackExpiredType',
      'false',
    ],
    [
      'our own right to say that nobody answered',
      ingress,
      'lambda/ingress/identify.ts',
      'eventType !== callbackExpiredType',
      'true',
    ],
    [
      'the query of what is not signed',
      ingress,
      'lambda/ingress/identify.ts',
      'said.length === 0 || source.signature !== undefined',
      'said.length >= 0',
    ],
    [
      'the digest in place of the token',
      callers,
      'lambda/callbacks/mint.ts',
      'digest: sha256Hex(token)',
      'digest: token',
    ],
    [
      'the length of tokens',
      callers,
      'lambda/model/callback.ts',
      'callbackTokenBytes = 24',
      'callbackTokenBytes = 12',
    ],
    [
      'the longer life of an answer that uses its callback up',
      answers('outlives its callback'),
      'lambda/aws/audit-items.ts',
      'callback === undefined ? 0 : Math.ceil',
      'callback !== undefined ? 0 : Math.ceil',
    ],
    [
      "the look for the answer's record before a large body is stored",
      answers('go to S3 once'),
      'lambda/aws/ingress-audit-trail.ts',
      'fitsRecord(encoded.bytes) ? undefined',
      'fitsRecord(encoded.bytes) || delivery.callback !== undefined ? undefined',
    ],
    [
      "the expiry's claim to the place of the first answer",
      expiry('and the expiry at the same moment'),
      'lambda/aws/expiry-record.ts',
      'idempotencyKey: callbackKey(digest, 1)',
      'idempotencyKey: callbackKey(digest, 2)',
    ],
    [
      'the grace before an expiry',
      expiry('before the grace is over'),
      'lambda/aws/due-callbacks.ts',
      'nowMs - secondsToMs(graceSeconds)',
      'nowMs',
    ],
    [
      'the repetition of an expiry that did not get onto the queue',
      expiry('says nothing more'),
      'lambda/aws/expiry-record.ts',
      "recording.kind === 'created' ||",
      "recording.kind === 'created' || recording.eventType === undefined ||",
    ],
    [
      'the message of an expiry before its callback is closed',
      expiry('made up for by the next'),
      'lambda/sweeper/expire-callbacks.ts',
      `    if (event !== undefined) await queue.send(event);
    await callbacks.close(due);
`,
      `    await callbacks.close(due);
    if (event !== undefined) await queue.send(event);
`,
    ],
    [
      'the time at which every token is refused',
      refusals,
      'lambda/ingress/refuse-evenly.ts',
      'await due;',
      '{}',
    ],
    [
      'the start of that time before the work',
      refusals,
      'lambda/ingress/refuse-evenly.ts',
      'ofToken.includes(reached.reason)) await due;',
      'ofToken.includes(reached.reason)) await new Promise<void>((then) => timer.after(refusedAfterMs, then));',
    ],
    [
      'the answer of a wait that finds an expiry',
      callers,
      'lambda/callbacks/callback-result.ts',
      'eventType === callbackExpiredType',
      'false && eventType === callbackExpiredType',
    ],
  ] as const),
)('a test fails when %s is taken out', (_name, tests, file, find, replace) => {
  expect(copy.passes(tests, { file, find, replace })).toBe(false);
});

test('what failed passes while nothing is taken out', () => {
  expect(copy.failedByMutationAlone()).toBe(true);
});
